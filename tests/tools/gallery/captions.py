"""The pictures of the gallery in the order of its page: what each one shows, in English and in Turkish."""

from typing import NamedTuple


class Caption(NamedTuple):
    """What a picture shows."""

    en: str
    tr: str

    def of(self, language: str) -> str:
        """Return it in a language."""
        return self.tr if language == "tr" else self.en


GROUPS: dict[Caption, dict[str, Caption]] = {
    Caption("Show it", "Gösterin"): {
        "presenting-phone": Caption(
            "Presenter mode (F6): one sentence for the audience, why an SMS is sent, notes for you. "
            "What you type stays masked.",
            "Sunum kipi (F6): izleyiciye tek cümle, SMS'in neden gönderildiği ve size notlar. "
            "Yazdığınız maskeli kalır.",
        ),
        "presenting-code": Caption(
            "The SMS arrives on the customer's phone, the code is typed beside it.",
            "SMS müşterinin telefonuna düşer, kod yanına yazılır.",
        ),
        "presenting-done": Caption(
            "The account is linked, without a word of JSON.", "Hesap bağlandı; tek satır JSON görünmeden."
        ),
        "customers-phone": Caption(
            "F4, the customer's phone: the code that a new one replaced is struck through.",
            "F4, müşterinin telefonu: yenisi gelince geçersiz kalan kodun üstü çizilir.",
        ),
        "time-travel": Caption(
            "Ctrl+T, time travel on the simulator: pass a minute, let the code expire, freeze the clock.",
            "Ctrl+T, simülatörde zamanda yolculuk: bir dakika ilerleyin, kodun süresini doldurun, saati durdurun.",
        ),
    },
    Caption("Begin", "Başlangıç"): {
        "first-run": Caption(
            "The first start: the simulator, or a set-up of your own target.",
            "İlk açılış: simülatör ya da kendi hedefinizin kurulumu.",
        ),
        "set-up-addresses": Caption("The set-up asks for the target first.", "Kurulum önce hedefi sorar."),
        "set-up-keys": Caption("Keys are typed unseen.", "Anahtarlar görünmeden yazılır."),
        "set-up-save": Caption(
            "Before it is saved, all of it once more.", "Kaydetmeden önce hepsi bir arada."
        ),
        "whose-phone": Caption(
            "On a test host: an SMS goes only to a phone that somebody vouches for.",
            "Test ortamında: SMS yalnızca sahibi bilinen bir telefona gider.",
        ),
        "live": Caption(
            "On a live host: the merchant's name has to be typed.",
            "Canlı ortamda: iş yerinin adını yazmanız gerekir.",
        ),
        "resume": Caption(
            "What was interrupted is offered first, with the true remaining time.",
            "Yarıda kalan işlem, gerçek kalan süresiyle ilk sırada önerilir.",
        ),
    },
    Caption("One walkthrough", "Bir akış"): {
        "phone": Caption(
            "The phone; on the simulator two digits choose what happens.",
            "Telefon; simülatörde iki rakam ne olacağını seçer.",
        ),
        "sending": Caption("The request is under way; Esc cancels it.", "İstek yolda; Esc iptal eder."),
        "code": Caption(
            "The code, how long it is valid and who says so.",
            "Kod, ne kadar geçerli olduğu ve bunu kimin söylediği.",
        ),
        "code-refused": Caption(
            "A refused code: the field of the answer that decided it.",
            "Reddedilen kod: yanıtta buna karar veren alan.",
        ),
        "not-yet": Caption(
            "A key that cannot be used yet says why.", "Henüz kullanılamayan bir tuş nedenini söyler."
        ),
        "countdown-hidden": Caption("Ctrl+O hides the countdown.", "Ctrl+O geri sayımı gizler."),
        "code-over": Caption(
            "The code has expired: a new one is one key away.", "Kodun süresi doldu: yenisi bir tuş uzakta."
        ),
        "ready": Caption(
            "Verified by Paynet. The second part begins with an Enter of its own.",
            "Paynet doğruladı. İkinci bölüm kendi Enter'ıyla başlar.",
        ),
        "bank-code": Caption(
            "The bank's code. It names no expiry, so the time is called an estimate.",
            "Bankanın kodu. Süre bildirilmediği için tahmin olduğu yazılır.",
        ),
        "second-code": Caption("The provider wants a second code.", "Sağlayıcı ikinci bir kod istiyor."),
        "renewed": Caption("A new code renewed the session.", "Yeni kodla oturum yenilendi."),
        "too-early": Caption("The provider's own “too early”.", "Sağlayıcının kendisi “çok erken” diyor."),
    },
    Caption("The endings", "Sonuçlar"): {
        "verified": Caption("Verified", "Doğrulandı"),
        "linked": Caption("Linked", "Bağlandı"),
        "no-code-needed": Caption("No code was needed", "Kod gerekmedi"),
        "already-linked": Caption("Already linked", "Zaten bağlı"),
        "unlink-question": Caption(
            "A question before a link is undone", "Bağlantı kaldırılmadan önceki soru"
        ),
        "unlinked": Caption("The link was undone", "Bağlantı kaldırıldı"),
        "no-account": Caption(
            "No such account, although the envelope says success", "Zarf başarılı dese de böyle bir hesap yok"
        ),
        "three-d": Caption("3-D Secure is required", "3-D Secure gerekli"),
        "limited": Caption("No more sends: limit reached", "Gönderim sınırı doldu"),
        "too-many": Caption("Too many requests: the wait counts down", "Çok fazla istek: bekleme geri sayar"),
        "token-expired": Caption("The token has expired", "Token'ın süresi doldu"),
        "credentials-refused": Caption("The keys were refused", "Anahtarlar reddedildi"),
        "provider-error": Caption("An error at the provider", "Sağlayıcıda hata"),
        "unknown": Caption("A code that nobody documented", "Belgelerde olmayan bir kod"),
        "answer-cut": Caption("The answer was cut off", "Yanıt yarıda kesildi"),
        "maybe-sent": Caption(
            "The answer was lost: the SMS may have gone out", "Yanıt kayboldu: SMS gitmiş olabilir"
        ),
    },
    Caption("Look closer", "Yakından bakın"): {
        "inspector": Caption(
            "F2: the exchanges, and which field decided.",
            "F2: istek ve yanıtlar, hangi alanın karar verdiği.",
        ),
        "ticket": Caption("F7: a text for the provider's support.", "F7: sağlayıcının desteği için metin."),
        "evidence": Caption("F8: a folder to attach to a ticket.", "F8: kayda eklenecek kanıt klasörü."),
        "history": Caption("What is kept of walkthroughs.", "Saklanan akışlar."),
        "history-step": Caption(
            "A saved walkthrough, gone through with ← and →.", "Kayıtlı bir akış; ← ve → ile gezilir."
        ),
        "help": Caption("F1: what every key does now.", "F1: her tuşun şu an ne yaptığı."),
        "commands": Caption("Ctrl+P: everything by its name.", "Ctrl+P: her şey adıyla."),
        "compact": Caption("40×15 is enough.", "40×15 yeter."),
    },
}
CAPTIONS = {name: caption for group in GROUPS.values() for name, caption in group.items()}


def titles(language: str) -> dict[str, str]:
    """Return what each picture shows, by its name."""
    return {name: caption.of(language) for name, caption in CAPTIONS.items()}
