"""What a person reads of each end in the fault matrix, in Turkish and in English.

``{who}`` is the provider; ``{why}`` is the fault's own words, or the field that decided.
"""

from typing import Final

FAULTS: Final = {
    "name_not_resolved": ("sunucu adı çözülemedi", "the host name could not be resolved"),
    "connect_refused": (
        "bu adres ve portta dinleyen yok",
        "nothing is listening at that address and port",
    ),
    "connect_timeout": ("bağlantı zaman aşımına uğradı", "the connection timed out"),
    "tls_failed": (
        "sunucunun sertifikasına güvenilmiyor (TLS)",
        "the server's certificate is not trusted (TLS)",
    ),
    "write_timeout": ("istek süresinde yazılamadı", "the request could not be written in time"),
    "read_timeout": ("yanıt süresinde gelmedi", "the answer did not come in time"),
    "deadline": ("yanıt süresinde gelmedi", "the answer did not come in time"),
    "reset": ("bağlantı koptu", "the connection was dropped"),
    "cut": ("yanıt yarıda kesildi", "the answer was cut off"),
    "too_large": ("yanıt çok büyüktü", "the answer was too large"),
    "encoding": (
        "yanıt istenmeyen bir kodlamayla geldi",
        "the answer was in an encoding that was not requested",
    ),
    "protocol": ("yanıt geçerli HTTP değil", "the answer was not valid HTTP"),
}

LOST: Final = {
    # where an answer was lost
    "maybe_sent": (
        "Yanıt kayboldu ({why}). İstek yola çıkmıştı; SMS gitmiş olabilir. otp-tui yeniden denemez. Telefona bakın.",
        "The answer was lost ({why}). The request had left, so an SMS may have been sent. otp-tui will not retry. Check the phone.",
    ),
    "verify_lost": (
        "Yanıt kayboldu ({why}). Kod kullanılmış olabilir. Aynı kodu yeniden deneyin ya da mümkünse sağlayıcıya sorun.",
        "The answer was lost ({why}). The code may already have been used. Try the same code again, or ask the provider if that is possible.",
    ),
}

ANSWERED: Final = {
    # where one came
    "maybe_sent": (
        "{who} yanıt verdi ({why}), ama SMS'in gidip gitmediği bu yanıttan anlaşılmıyor. otp-tui yeniden denemez. Telefona bakın.",
        "{who} answered ({why}), but the answer does not say whether an SMS was sent. otp-tui will not retry. Check the phone.",
    ),
    "verify_lost": (
        "{who} yanıt verdi ({why}), ama kodun kullanılıp kullanılmadığı bu yanıttan anlaşılmıyor. Aynı kodu yeniden deneyin ya da mümkünse sağlayıcıya sorun.",
        "{who} answered ({why}), but the answer does not say whether the code was used. Try the same code again, or ask the provider if that is possible.",
    ),
}

EITHER: Final = {
    "not_sent": (
        "SMS gönderilmedi: {why}. Adresi ve ağı denetleyip yeniden deneyin.",
        "No SMS was sent: {why}. Check the address and the network, then try again.",
    ),
    "provider_error": (
        "{who} hata döndürdü ({why}). SMS gönderilmedi. Daha sonra yeniden deneyin.",
        "{who} returned an error ({why}). No SMS was sent. Try again later.",
    ),
    "refused": (
        "{who} isteği reddetti ({why}). Yeni SMS gönderilmedi.",
        "{who} refused the request ({why}). No new SMS was sent.",
    ),
    "unknown": (
        "{who} belgelenmemiş bir yanıt döndürdü ({why}). SMS'in gidip gitmediği bilinmiyor.",
        "{who} returned an undocumented answer ({why}). It is not known whether an SMS was sent.",
    ),
    "credentials": (
        "{who} anahtarları kabul etmedi. SMS gönderilmedi. Anahtarları ve bu makinenin IP adresinin sağlayıcıda tanımlı olup olmadığını denetleyin.",
        "{who} did not accept the keys. No SMS was sent. Check the keys, and check that this machine's IP address is registered with {who}.",
    ),
    "limited": (
        "{who} şimdilik istek kabul etmiyor ({why}). SMS gönderilmedi.",
        "{who} accepts no more requests for now ({why}). No SMS was sent.",
    ),
    "resend_not_sent": (
        "Yeni kod gönderilmedi: {why}. Önceki kod hâlâ geçerli olabilir.",
        "No new code was sent: {why}. The previous code may still be valid.",
    ),
    "resend_refused": (
        "{who} yeni kod göndermeyi reddetti ({why}). Önceki kod hâlâ geçerli olabilir.",
        "{who} refused to send a new code ({why}). The previous code may still be valid.",
    ),
    "resend_limited": (
        "{who} şimdilik istek kabul etmiyor ({why}). Yeni kod gönderilmedi. Önceki kod hâlâ geçerli olabilir.",
        "{who} accepts no more requests for now ({why}). No new code was sent. The previous code may still be valid.",
    ),
    "verify_not_sent": (
        "Kod gönderilemedi: {why}. Henüz kullanılmadı: yeniden deneyin.",
        "The code was not sent: {why}. It has not been used: try again.",
    ),
    "verify_refused": (
        "{who} kodu denetlemedi ({why}). Yeniden deneyebilirsiniz: kodu tekrar yazın.",
        "{who} did not check the code ({why}). You can still try: type the code again.",
    ),
    "confirm_unanswered": (
        "Hesabın bağlı olup olmadığı sağlayıcıya sorulamadı.",
        "The provider could not be asked whether the account is linked.",
    ),
    "unlink_failed": (
        "Bağlantı kaldırılamadı ({why}). Hesap hâlâ bağlı olabilir.",
        "The link could not be undone ({why}). The account may still be linked.",
    ),
}

WAIT: Final = {
    30: (" Sağlayıcı 0:30 beklemenizi istiyor.", " The provider asks you to wait 0:30."),
    60: (" Sağlayıcı 1:00 beklemenizi istiyor.", " The provider asks you to wait 1:00."),
    None: ("", ""),
}
LANGUAGES: Final = ("tr", "en")
WHO: Final = {"paynet": "Paynet", "paywall": "Paywall"}
