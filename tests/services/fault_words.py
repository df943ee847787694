"""What a person reads of each end in the fault matrix, in Turkish and in English.

``{who}`` is the provider; ``{why}`` is the fault's own words, or the field that decided.
"""

from typing import Final

FAULTS: Final = {
    "name_not_resolved": ("sunucu adı çözülemedi", "the host name could not be resolved"),
    "connect_refused": (
        "bu adres ve bağlantı noktasında dinleyen yok",
        "nobody listens at that address and port",
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
    "cut": ("yanıt yarıda kesildi", "the answer broke off in the middle"),
    "too_large": ("yanıt çok büyüktü", "the answer was too large"),
    "encoding": (
        "yanıt istenmeyen bir kodlamayla geldi",
        "the answer was in an encoding that was not asked for",
    ),
    "protocol": ("yanıt geçerli HTTP değil", "the answer was no valid HTTP"),
}

LOST: Final = {
    # where an answer was lost
    "maybe_sent": (
        "Yanıt kayboldu ({why}). İstek yola çıkmıştı; SMS gitmiş olabilir. otp-tui yeniden denemez. Telefona bakın.",
        "The answer was lost ({why}). The request had left, so an SMS may have been sent. otp-tui will not retry. Check the phone.",
    ),
    "verify_lost": (
        "Yanıt kayboldu ({why}). Kod kullanılmış olabilir. Aynı kodu yeniden deneyin ya da sorulabiliyorsa sağlayıcıya sorun.",
        "The answer was lost ({why}). The code may have been used already. Try the same code again, or ask the provider where it can be asked.",
    ),
}

ANSWERED: Final = {
    # where one came
    "maybe_sent": (
        "{who} yanıt verdi ({why}), ama SMS'in gidip gitmediği bu yanıttan anlaşılmıyor. otp-tui yeniden denemez. Telefona bakın.",
        "{who} answered ({why}), but the answer does not tell whether an SMS was sent. otp-tui will not retry. Check the phone.",
    ),
    "verify_lost": (
        "{who} yanıt verdi ({why}), ama kodun kullanılıp kullanılmadığı bu yanıttan anlaşılmıyor. Aynı kodu yeniden deneyin ya da sorulabiliyorsa sağlayıcıya sorun.",
        "{who} answered ({why}), but that does not tell whether the code was used. Try the same code again, or ask the provider where it can be asked.",
    ),
}

EITHER: Final = {
    "not_sent": (
        "SMS gönderilmedi: {why}. Adresi ve ağı denetleyip yeniden deneyin.",
        "No SMS was sent: {why}. Check the address and the network, then try again.",
    ),
    "provider_error": (
        "{who} kendi hatasıyla yanıt verdi ({why}). SMS gönderilmedi. Daha sonra yeniden deneyin.",
        "{who} answered with an error of its own ({why}). No SMS was sent. Try again later.",
    ),
    "refused": (
        "{who} bunu reddetti ({why}). Yeni SMS gönderilmedi.",
        "{who} refused this ({why}). No new SMS was sent.",
    ),
    "unknown": (
        "{who} belgelenmemiş bir yanıt döndürdü ({why}). SMS'in gidip gitmediği bilinmiyor.",
        "{who} returned an undocumented answer ({why}). Whether an SMS was sent is not known.",
    ),
    "credentials": (
        "{who} anahtarları kabul etmedi. SMS gönderilmedi. Anahtarları ve bu makinenin IP adresinin tanımlı olduğunu denetleyin.",
        "{who} did not accept the keys. No SMS was sent. Check the keys, and that this machine's IP address is registered.",
    ),
    "limited": (
        "{who} şimdilik istek kabul etmiyor ({why}). SMS gönderilmedi.",
        "{who} takes no more requests for now ({why}). No SMS was sent.",
    ),
    "resend_not_sent": (
        "Yeni kod gönderilmedi: {why}. Daha önce gönderilen kod hâlâ geçerli olabilir.",
        "No new code was sent: {why}. The code that was sent before may still be valid.",
    ),
    "resend_refused": (
        "{who} yeni kod göndermeyi reddetti ({why}). Daha önce gönderilen kod hâlâ geçerli olabilir.",
        "{who} refused a new code ({why}). The code that was sent before may still be valid.",
    ),
    "resend_limited": (
        "{who} şimdilik istek kabul etmiyor ({why}). Yeni kod gönderilmedi. Daha önce gönderilen kod hâlâ geçerli olabilir.",
        "{who} takes no more requests for now ({why}). No new code was sent. The code that was sent before may still be valid.",
    ),
    "verify_not_sent": (
        "Kod gönderilemedi: {why}. Henüz kullanılmadı: yeniden deneyin.",
        "The code was not sent: {why}. It is still unused: try again.",
    ),
    "verify_refused": (
        "{who} kodu kontrol etmedi ({why}). Yeniden deneyebilirsiniz: kodu tekrar yazın.",
        "{who} did not check the code ({why}). You can still try: type the code again.",
    ),
    "confirm_unanswered": (
        "Hesabın bağlı olup olmadığı sağlayıcıya sorulamadı.",
        "The provider could not be asked whether the account is linked.",
    ),
    "unlink_failed": (
        "Bağlantı kaldırılamadı ({why}). Hâlâ duruyor olabilir.",
        "The link could not be undone ({why}). It may still stand.",
    ),
}

WAIT: Final = {
    30: (" Sağlayıcı 0:30 beklemenizi istiyor.", " The provider asks to wait 0:30."),
    60: (" Sağlayıcı 1:00 beklemenizi istiyor.", " The provider asks to wait 1:00."),
    None: ("", ""),
}
LANGUAGES: Final = ("tr", "en")
WHO: Final = {"paynet": "Paynet", "paywall": "Paywall"}
