page-charter = Charte de l’espace privé
page-join = Rejoindre l’espace privé
page-vouching = Demandes qui attendent votre réponse
page-membership = Mon adhésion
page-members = Membres
page-admissions = Adhésions

duty-rssi = RSSI
duty-dsi = DSI
duty-biomedical = Ingénierie biomédicale
duty-dpo = DPO
duty-director = Direction
duty-other = Autre fonction
way-member = Un membre de l’espace privé
way-facility = La direction de ma structure, ou un collègue qui y a un compte
way-register = Personne encore : la cellule appelle ma structure
way-as-member = membre
way-as-facility = compte de la structure
charter-version = Version { $version }, en vigueur depuis le { $since }.
charter-accept = J’accepte la charte, version { $version }.
charter-accept-go = Accepter la version { $version }
charter-accepted = version { $version }, acceptée le { $when }

ask-member-facility = Numéro FINESS de votre structure
ask-member-facility-hint = 9 caractères. Le site où vous travaillez, ou le principal.
ask-member-duty = Votre fonction
ask-member-duty-words = Précisez votre fonction
ask-member-duty-words-hint = Seulement si vous avez choisi « Autre fonction ».
ask-member-why = Ce que vous venez chercher ou apporter
ask-member-why-hint = Quelques phrases. La cellule et la personne qui répond de vous les lisent.
ask-member-way = Qui répond de vous ?
ask-member-voucher = Son adresse électronique
ask-member-voucher-hint = Celle avec laquelle cette personne se connecte ici. Inutile si la cellule appelle votre structure.
ask-member-charter = Charte
ask-member-answer = Votre réponse
ask-member-word = Votre mot pour la cellule
ask-member-word-hint = D’où vous connaissez cette personne. La cellule le lit, elle non.
ask-member-checked = Ce que l’appel à la structure a confirmé
ask-member-checked-hint = Qui vous avez eu, au numéro du registre. À remplir si aucune réponse ne compte.
ask-member-question = Ce que vous demandez
ask-member-question-hint = La personne le lit sur sa page et répond là.
ask-member-reason = La raison
ask-member-reason-hint = La personne la lit, telle quelle.

join-lead = L’espace privé est réservé aux personnes qui protègent des structures de santé. On s’y parle en confiance, de pair à pair, avec la cellule.
join-step-1 = Vous dites où vous travaillez, et vous acceptez la charte.
join-step-2 = Quelqu’un répond de vous : un membre, ou votre structure.
join-step-3 = La cellule décide. Vous lisez sa réponse ici.
join-read = Lire la charte
join-go = Envoyer ma demande
join-again = Faire une nouvelle demande
join-own = Votre demande
join-when = Demandé le
join-waits = En cours. Nous attendons le mot de { $address }. Si cette adresse ne répond pas, retirez la demande et faites-en une autre.
join-register = En cours. La cellule appelle votre structure, au numéro du registre.
join-answered = En cours. { $name } a répondu ; la cellule décide.
join-asked = La cellule a besoin de vous pour décider. Elle demande :
join-answer-go = Répondre à la cellule
join-refused = La cellule n’a pas accepté votre demande, pour cette raison :
join-withdrawn = Vous avez retiré votre demande du { $when }.
join-withdraw = Retirer ma demande
join-belongs = Vous êtes membre de l’espace privé.
join-of-the-house = Votre rôle vous ouvre déjà l’espace privé : vous n’avez rien à demander.
join-ended-left = Vous avez quitté l’espace privé le { $when }. Vous pouvez demander à y revenir.
join-ended-removed = La cellule vous a retiré de l’espace privé le { $when }, pour cette raison :
join-ended-lapsed = Votre adhésion a pris fin le { $when } : elle n’avait pas été confirmée dans l’année. Vous pouvez demander à revenir.
join-ended-closed = Votre adhésion a pris fin le { $when }. Vous pouvez demander à revenir.

member-name = Nom
member-handle = Nom d’appel
member-facility = Structure
member-duty = Fonction
member-region = Région
member-why = Pourquoi
member-way = Qui répond
member-since = Membre depuis le
member-until = À confirmer avant le
member-history = Ce qui s’est passé
member-by-program = Vigie
member-erased = Compte effacé
member-did-asked = Demande envoyée
member-did-answered = Réponse à la cellule
member-did-withdrawn = Demande retirée
member-did-vouched = Répond de la personne
member-did-not-vouched = Ne peut pas répondre de la personne
member-did-asked-more = Question de la cellule
member-did-accepted = Demande acceptée
member-did-refused = Demande refusée
member-did-charter = Charte acceptée
member-did-confirmed = Adhésion confirmée
member-did-left = A quitté l’espace privé
member-did-removed = Retrait par la cellule
member-did-lapsed = Fin : non confirmée dans l’année
member-did-closed = Fin : compte fermé, ou rôle retiré
member-ended-left = A quitté l’espace privé le { $when }.
member-ended-removed = Retrait par la cellule le { $when }.
member-ended-lapsed = Adhésion non confirmée, finie le { $when }.
member-ended-closed = Adhésion finie le { $when } : compte fermé, ou rôle retiré.
member-remove = Retirer de l’espace privé
member-remove-text = C’est immédiat, sur toutes ses pages et pour ses programmes. Ce que la personne a écrit reste.
member-remove-go = Retirer cette personne

vouching-lead = Ces personnes demandent à rejoindre l’espace privé et vous ont désigné. Répondez de celles que vous connaissez ; la cellule décide.
vouching-none = Personne n’attend votre réponse.
vouch-as-member = Vous répondez comme membre.
vouch-as-facility = Vous répondez pour votre structure.
vouch-yes = Je réponds de cette personne
vouch-no = Je ne peux pas en répondre
vouch-said-yes = Le { $when }, vous avez répondu de cette personne. Vous pouvez changer d’avis tant que la cellule n’a pas décidé.
vouch-said-no = Le { $when }, vous avez dit ne pas pouvoir en répondre. Vous pouvez changer d’avis tant que la cellule n’a pas décidé.

membership-none = Vous n’êtes pas membre de l’espace privé.
membership-due-charter = La charte a changé. Lisez la version { $version } et acceptez-la avant d’écrire.
membership-due-details = Dites où vous travaillez, pour que les autres sachent à qui ils parlent. Vous pourrez écrire ensuite.
membership-due-soon = Confirmez votre adhésion avant le { $until }, sinon elle prend fin.
membership-due-late = L’année est passée : confirmez maintenant, sinon votre adhésion prend fin aujourd’hui.
membership-confirm = Confirmer ou corriger où je travaille
membership-confirm-text = Une fois par an, et chaque fois que cela change.
membership-confirm-go = Confirmer pour un an
membership-leave = Quitter l’espace privé
membership-leave-text = C’est immédiat. Ce que vous avez écrit reste, selon ses marques. Pour revenir, il faudra demander à nouveau.
membership-leave-go = Quitter maintenant

members-lead = Qui vous lit, et à qui vous parlez. La cellule et les modérateurs lisent aussi, selon les marques.
members-search = Chercher un membre
members-search-hint = Un nom, une fonction, une structure, une ville ou une région.
members-search-go = Chercher
members-all = Tous les membres
members-count = { $count ->
    [0] Aucun membre.
    [one] { $count } membre.
   *[other] { $count } membres.
  }
members-page = Page { $page } sur { $pages }
members-pages = Pages
members-before = Page précédente
members-after = Page suivante

admission-state = État
admission-when = Depuis le
admission-ready = À décider
admission-to-call = À appeler
admission-unanswered = Attend un mot
admission-asked = Attend sa réponse
admission-accepted = Acceptée
admission-refused = Refusée
admission-withdrawn = Retirée
admission-phone = Téléphone au registre
admission-words = Qui répond de cette personne
admission-call = Personne n’est désigné : appelez la structure au numéro du registre.
admission-no-word = { $address } n’a pas encore répondu.
admission-nobody = { $address } n’est pas l’adresse de quelqu’un qui peut répondre : ni un membre, ni un compte de cette structure.
admission-said-yes = En répond
admission-said-no = N’en répond pas
admission-void = Ne compte plus
admission-accept = Accepter
admission-accept-go = Accepter cette personne
admission-ask = Demander une précision
admission-ask-go = Envoyer la question
admission-refuse = Refuser
admission-refuse-go = Refuser, avec cette raison
admissions-waiting = En attente
admissions-none = Personne n’attend. Qui a un compte demande à entrer depuis la communauté ; sa demande apparaît ici.
admissions-over = Décidées dernièrement

space-community = Espace privé
space-community-in = Il vous est ouvert.
space-community-due = Quelque chose vous y attend avant d’écrire.
space-community-out = On s’y parle en confiance, entre personnes qui protègent des structures de santé.
space-community-waits = Votre demande est en cours.

refused-member-facility-unknown = Le registre ne connaît pas le numéro { $number }. Vérifiez-le : il figure sur vos courriers de l’agence régionale de santé.
refused-member-facility-closed = Le registre dit que la structure { $number } est fermée. Donnez le numéro de celle où vous travaillez maintenant.
refused-charter-required = Lisez la charte et acceptez la version présente.
refused-own-vouch = On ne répond pas de soi-même : donnez l’adresse de quelqu’un d’autre.
refused-own-membership = On ne décide pas de sa propre adhésion : un collègue le fera.
refused-already-member = Cette personne a déjà sa place dans l’espace privé.
refused-request-waits = Une demande est déjà en cours : elle est plus bas sur cette page.
refused-request-decided = Cette demande est déjà décidée, ou retirée.
refused-request-changed = Quelque chose a changé depuis que vous avez ouvert cette page : relisez avant de décider.
refused-nothing-asked = La cellule ne vous a rien demandé.
refused-vouch-missing = Personne qui compte ne répond de cette personne. Appelez la structure, et écrivez ce qu’elle a confirmé.
refused-not-a-member = Cette personne n’est plus membre.
refused-membership-due = Avant d’écrire, ouvrez « Mon adhésion » : quelque chose vous y attend.

mail-members-subject = Quelque chose vous attend
mail-members-body =
    Bonjour,

    Quelque chose vous attend dans l’espace privé :

    { $address }

    Ce message n’en dit pas plus, à dessein.

    { $operator }

action-member-asked = Espace privé : demande à rejoindre
action-member-answered = Espace privé : réponse à la cellule
action-member-withdrawn = Espace privé : demande retirée
action-member-vouched = Espace privé : mot d’un parrain
action-member-asked-more = Espace privé : précision demandée
action-member-accepted = Espace privé : personne acceptée
action-member-refused = Espace privé : demande refusée
action-member-charter-accepted = Espace privé : charte acceptée
action-member-confirmed = Espace privé : adhésion confirmée
action-member-left = Espace privé : adhésion finie
action-member-removed = Espace privé : personne retirée
action-member-seen = Espace privé : dossier d’adhésion ouvert
