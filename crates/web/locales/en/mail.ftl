mail-receipt-subject = Declaration { $reference } received
mail-receipt-body =
    Hello,

    Your declaration { $reference } has been recorded. To follow it, go to the address below with your code, shown at the end of the declaration. You will also find there the receipt as a PDF, to keep. We never send this code by mail.

    { $address }

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
