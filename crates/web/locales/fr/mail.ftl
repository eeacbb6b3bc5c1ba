mail-receipt-subject = Déclaration { $reference } bien reçue
mail-receipt-body =
    Bonjour,

    Votre déclaration { $reference } est enregistrée. Pour la suivre, allez à l’adresse ci-dessous avec votre code, affiché à la fin de la déclaration. Vous y trouverez aussi l’accusé de réception en PDF, à conserver. Nous n’envoyons jamais ce code par courriel.

    { $address }

    Ce qu’il faut faire en premier, pour chaque sorte d’incident : { $gestures }

    En cas d’urgence : { $phone }

    { $operator }
mail-news-subject = Du nouveau sur la déclaration { $reference }
mail-news-body =
    Bonjour,

    Il y a du nouveau sur la déclaration { $reference }. Pour le lire, allez à l’adresse ci-dessous avec votre code.

    { $address }

    En cas d’urgence : { $phone }

    { $operator }
mail-draft-alarm-subject = À rappeler : déclaration interrompue, patients en danger
mail-draft-alarm-body =
    Une personne a signalé un danger pour des patients, puis sa déclaration s’est interrompue.

    Numéro à rappeler : { $phone }

    { $address }

    { $operator }
mail-notice-subject = Incident { $reference }, gravité { $severity }, { $region }
mail-notice-exercise-subject = EXERCICE – incident { $reference }, gravité { $severity }, { $region }
mail-notice-body =
    Bonjour,

    Un incident vous est signalé : { $reference }, gravité { $severity } sur 5, région : { $region }.
    Le dossier se lit ici, une fois connecté :

    { $address }

    { $operator }
mail-message-subject = Du nouveau sur l’incident { $reference }, { $region }
mail-message-exercise-subject = EXERCICE – du nouveau sur l’incident { $reference }, { $region }
mail-message-body =
    Bonjour,

    La cellule vous a écrit au sujet de l’incident { $reference }. Le message se lit dans le dossier, une fois connecté :

    { $address }

    { $operator }
mail-invitation-subject = Votre compte { $operator }
mail-invitation-body =
    Bonjour { $name },

    Un compte vous attend. Allez à l’adresse ci-dessous, écrivez-y le code, puis choisissez votre mot de passe. Le code vaut sept jours et ne sert qu’une fois.

    Adresse : { $address }
    Code : { $code }

    Si vous n’attendiez pas ce message, ne faites rien et prévenez-nous : { $phone }

    { $operator }
mail-reset-subject = Choisir un autre mot de passe
mail-reset-body =
    Bonjour { $name },

    Vous, ou quelqu’un d’autre, avez demandé à changer le mot de passe de votre compte. Allez à l’adresse ci-dessous et écrivez-y le code. Il vaut une heure et ne sert qu’une fois.

    Adresse : { $address }
    Code : { $code }

    Si ce n’est pas vous, ne faites rien : rien ne change sans ce code. Si cela se répète, appelez-nous : { $phone }

    { $operator }
mail-security-subject = La protection de votre compte a changé
mail-security-body =
    Bonjour { $name },

    { $what }

    Si c’est vous, il n’y a rien à faire. Sinon, appelez-nous tout de suite : { $phone }. Votre page Sécurité est ici :

    { $address }

    { $operator }
mail-security-alert-body =
    Bonjour { $name },

    { $what }

    Si vous ne savez pas l’expliquer, appelez-nous tout de suite : { $phone }. Votre page Sécurité est ici :

    { $address }

    { $operator }
mail-security-factor-added = Un second facteur a été ajouté à votre compte.
mail-security-factor-removed = Un second facteur a été retiré de votre compte.
mail-security-factors-reset = La personne qui gère les comptes a retiré tous vos seconds facteurs. Un autre message vous donne un code pour revenir.
mail-security-passkey-stopped = Une de vos clés d’accès a répondu comme s’il en existait une copie. Par prudence, elle n’ouvre plus rien : retirez-la, puis ajoutez-en une autre.
mail-security-password-changed = Le mot de passe de votre compte a changé.
mail-security-recovery-used = Un de vos codes de secours a servi à vous connecter.
mail-security-identity-linked = Un compte d’un autre service ouvre désormais le vôtre.
mail-security-identity-unlinked = Un compte d’un autre service n’ouvre plus le vôtre.
mail-security-token-created = Un jeton d’accès a été créé pour votre compte : un programme peut s’en servir à votre place.
mail-exercise-subject = EXERCICE – { $subject }
mail-community-subject = Quelque chose vous attend dans l’espace privé
mail-community-body =
    Bonjour,

    Quelque chose vous attend dans l’espace privé. Ce message n’en dit pas plus : connectez-vous pour le lire.

    { $address }

    { $operator }
