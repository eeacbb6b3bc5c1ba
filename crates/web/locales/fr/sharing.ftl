# Partager dans l’espace privé des traces techniques d’un incident, avec l’accord de la structure et sans son nom.
action-sharing-asked = Accord demandé à la structure pour partager des indicateurs
action-sharing-agreed = Accord de la structure pour partager des indicateurs
action-sharing-declined = Refus de la structure de partager des indicateurs
action-sharing-withdrawn = Accord de partager des indicateurs retiré par la structure
action-sharing-shared = Indicateurs d’un incident partagés dans l’espace privé

journal-sharing-asked = Accord demandé à la structure pour partager des indicateurs dans l’espace privé.
journal-sharing-yes = La structure accepte que ses indicateurs soient partagés dans l’espace privé.
journal-sharing-no = La structure refuse que ses indicateurs soient partagés.
journal-sharing-withdrawn = La structure retire son accord : plus rien de nouveau n’est partagé.
journal-sharing-shared = Partagé dans l’espace privé : { $body } indicateurs, sans le nom de la structure.

refused-sharing-said = Cela vient d’être dit, ou ne peut plus l’être. Voici où en est l’accord.
refused-sharing-text = Le texte a changé depuis que vous avez ouvert la page. Relisez-le avant de répondre.
refused-sharing-exercise = C’est un exercice : rien n’en part dans l’espace privé.
refused-sharing-no-consent = La structure n’a pas donné son accord, ou l’a retiré.
refused-sharing-no-trace = Un des indicateurs choisis n’est plus une trace. Retirez-le de votre choix.
refused-sharing-red = Ce qui est TLP:RED n’est pas partagé.
refused-sharing-mark = Un des indicateurs choisis ne peut pas être plus ouvert que TLP:{ $mark }.
refused-sharing-names = Ce texte nomme la structure : son nom, sa ville, une personne, sa référence ou son nom de domaine. Dites-le autrement.
refused-sharing-chosen = Choisissez de un à { $most } indicateurs.
refused-sharing-own = { $value } contient un nom ou une adresse de la structure : rien n’en est partagé.
refused-sharing-address = { $value } n’est ni une adresse IP, ni une plage d’adresses, ni un nom de domaine.
refused-sharing-addresses = { $most } adresses au plus.
refused-sharing-listed = { $value } est retenu par une liste. Si c’est bien une trace, dites-le d’abord sur la page des indicateurs.

page-indicators-share = Partager dans l’espace privé
page-indicators-share-ask = Demander l’accord de la structure
sharing-word = Ce qu’en dit la structure
sharing-state-none = La structure n’a pas été interrogée. Sans son accord, rien n’est partagé.
sharing-state-asked = La question lui est posée. Sans réponse, rien n’est partagé.
sharing-state-yes = La structure est d’accord.
sharing-state-no = La structure refuse : rien n’est partagé. Elle peut changer d’avis sur sa page de suivi.
sharing-state-withdrawn = La structure a retiré son accord : plus rien de nouveau n’est partagé.
sharing-said-asked = Question posée
sharing-said-yes = D’accord
sharing-said-no = Refus
sharing-said-withdrawn = Accord retiré
sharing-ask-text = Une seule demande peut être faite. La structure reçoit ce message et répond sur sa page de suivi :
sharing-ask-message = Accepteriez-vous que des traces techniques de votre incident soient partagées, sans votre nom, avec les responsables de la sécurité d’autres établissements ? La question vous attend plus bas sur cette page, sous « Partager vos indicateurs ». Vous pouvez refuser, ou changer d’avis plus tard.
sharing-ask-go = Demander à la structure
sharing-done-asked = La question est posée. La réponse apparaîtra ici et dans la main courante.
sharing-no-group = Rejoignez d’abord un groupe de l’espace privé : on partage là où l’on écrit.
sharing-no-trace = Aucun indicateur de cet incident ne peut être partagé.
sharing-go-title = Partager des indicateurs
sharing-go-text = Un fil est ouvert à votre nom dans le groupe choisi. Rien n’y mène à cet incident. Relisez chaque valeur : une adresse IP peut aussi désigner une structure. Celles que vous savez être les siennes, écrivez-les ci-dessous.
sharing-field-chosen = Lesquels ?
sharing-field-own = Adresses de la structure à taire
sharing-field-own-hint = Facultatif. Ses adresses IP, ses plages (192.0.2.0/24) ou ses noms de domaine, un par ligne. Rien de ce qui en contient n’est partagé. Elles restent dans ce dossier.
sharing-field-tlp = Jusqu’où
sharing-field-tlp-hint = L’accord vaut pour TLP:AMBER et plus strict.
sharing-field-group = Dans quel groupe
sharing-field-title = Titre du fil
sharing-field-words = Ce que vous en dites
sharing-field-words-hint = Facultatif. Ne nommez ni la structure, ni sa ville, ni personne.
sharing-title = Indicateurs transmis par la cellule
sharing-before = déjà partagé
sharing-go = Partager sans nommer la structure
sharing-kept = Jamais partagés
sharing-kept-text = Ces valeurs contiennent un nom ou une adresse de la structure.
sharing-shared = Déjà partagés
sharing-thread = { $count ->
    [one] Un indicateur, { $when }
   *[other] { $count } indicateurs, { $when }
}

sharing-own-title = Partager vos indicateurs
sharing-own-none = La cellule ne vous a rien demandé.
sharing-own-asked = La cellule vous demande votre accord.
sharing-own-yes = Vous êtes d’accord.
sharing-own-no = Vous avez refusé : rien n’est partagé. Vous pouvez changer d’avis.
sharing-own-withdrawn = Vous avez retiré votre accord : plus rien de nouveau n’est partagé.
sharing-text-1 = Les traces techniques de votre incident (adresses, noms de domaine, empreintes de fichiers) peuvent aider d’autres établissements à se défendre. Avec votre accord, la cellule en choisit et les partage dans l’espace privé, entre responsables de la sécurité, sous TLP:AMBER ou plus strict. Jamais votre nom, votre ville, votre référence, ni une valeur qui contient votre nom de domaine. Vous pouvez retirer votre accord à tout moment : ce qui a été partagé reste, sans votre nom ; rien de nouveau ne l’est.
sharing-own-agree = Je suis d’accord
sharing-own-decline = Je refuse
sharing-own-withdraw = Retirer mon accord
sharing-own-said = Ce qui a été dit, et quand
sharing-own-shared = { $count ->
    [one] Un indicateur a été partagé, le dernier { $when }.
   *[other] { $count } indicateurs ont été partagés, le dernier { $when }.
}
sharing-own-stays = { $count ->
    [one] Un indicateur a été partagé avant, le dernier { $when }. Il reste dans l’espace privé, sans votre nom.
   *[other] { $count } indicateurs ont été partagés avant, le dernier { $when }. Ils restent dans l’espace privé, sans votre nom.
}
