mail-receipt-subject = Declaration { $reference } received
mail-receipt-body =
    Hello,

    Your declaration { $reference } has been recorded. To follow it, go to the address below with your code, shown at the end of the declaration. You will also find there the receipt as a PDF, to keep. We never send this code by mail.

    { $address }

    What to do first, for each kind of incident: { $gestures }

    In an emergency: { $phone }

    { $operator }
mail-news-subject = News about declaration { $reference }
mail-news-body =
    Hello,

    There is news about declaration { $reference }. To read it, go to the address below with your code.

    { $address }

    In an emergency: { $phone }

    { $operator }
mail-draft-alarm-subject = To call back: declaration interrupted, patients in danger
mail-draft-alarm-body =
    Somebody reported that patients are in danger, then the declaration was interrupted.

    Number to call back: { $phone }

    { $address }

    { $operator }
mail-notice-subject = Incident { $reference }, severity { $severity }, { $region }
mail-notice-exercise-subject = EXERCISE – incident { $reference }, severity { $severity }, { $region }
mail-notice-body =
    Hello,

    An incident is reported to you: { $reference }, severity { $severity } of 5, region: { $region }.
    It can be read here, once signed in:

    { $address }

    { $operator }
mail-message-subject = News of incident { $reference }, { $region }
mail-message-exercise-subject = EXERCISE – news of incident { $reference }, { $region }
mail-message-body =
    Hello,

    The unit wrote to you about incident { $reference }. The message is in the incident, once you are signed in:

    { $address }

    { $operator }
mail-invitation-subject = Your account at { $operator }
mail-invitation-body =
    Hello { $name },

    An account is waiting for you. Go to the address below, type the code there, then choose your password. The code lasts seven days and works once.

    Address: { $address }
    Code: { $code }

    If you did not expect this message, do nothing and tell us: { $phone }

    { $operator }
mail-reset-subject = Choose another password
mail-reset-body =
    Hello { $name },

    You, or somebody else, asked to change the password of your account. Go to the address below and type the code there. It lasts one hour and works once.

    Address: { $address }
    Code: { $code }

    If it was not you, do nothing: nothing changes without this code. If it happens again, call us: { $phone }

    { $operator }
mail-security-subject = The protection of your account changed
mail-security-body =
    Hello { $name },

    { $what }

    If it was you, there is nothing to do. If not, call us at once: { $phone }. Your Security page is here:

    { $address }

    { $operator }
mail-security-alert-body =
    Hello { $name },

    { $what }

    If you cannot explain it, call us at once: { $phone }. Your Security page is here:

    { $address }

    { $operator }
mail-security-factor-added = A second factor was added to your account.
mail-security-factor-removed = A second factor was removed from your account.
mail-security-factors-reset = The person who manages accounts removed all your second factors. Another message gives you a code to come back.
mail-security-passkey-stopped = One of your passkeys answered as if there were a copy of it. To be safe, it opens nothing any more: remove it, then add another.
mail-security-password-changed = The password of your account changed.
mail-security-recovery-used = One of your recovery codes was used to sign in.
mail-security-identity-linked = An account at another service now opens yours.
mail-security-identity-unlinked = An account at another service no longer opens yours.
mail-security-token-created = An access token was created for your account: a program can use it in your stead.
mail-exercise-subject = EXERCISE – { $subject }
mail-community-subject = Something waits for you in the private space
mail-community-body =
    Hello,

    Something waits for you in the private space. This message says no more: sign in to read it.

    { $address }

    { $operator }
