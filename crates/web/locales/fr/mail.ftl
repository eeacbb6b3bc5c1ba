mail-receipt-subject = Déclaration { $reference } bien reçue
mail-receipt-body =
    Bonjour,

    Votre déclaration { $reference } est enregistrée. Pour la suivre, allez à l’adresse ci-dessous avec votre code, affiché à la fin de la déclaration. Vous y trouverez aussi l’accusé de réception en PDF, à conserver. Nous n’envoyons jamais ce code par courriel.

    { $address }

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
