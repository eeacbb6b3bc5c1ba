views = Vues
view-tous = Ouverts
view-a-prendre = À prendre
view-miens = Mes dossiers
view-retard = En retard
view-danger = Danger patient
view-nouvelles = Nouvelles
view-rappels = Rappels
filter-all = Tous
filter-go = Filtrer
queue-caption = Incidents, par échéance la plus proche
queue-severity = Gravité
queue-reference = Référence
queue-facility = Structure
queue-kind = Nature
queue-state = État
queue-due = Prochaine échéance
queue-empty = Aucun incident ici. Ce qui est déclaré apparaît de soi-même dans « Ouverts » ; un appel s’écrit par « Prise d’appel ».
queue-next = Suite de la liste
danger-tag = Danger patient
news-tag = Nouveau
interrupted-title = Déclarations interrompues : personnes à rappeler
interrupted-since = interrompue { $when }
interrupted-done = Rappelé
interrupted-none = Personne à rappeler.
identity-unchecked = Identité à vérifier
owner = En charge : { $name }
facility-side = La structure
dossier-facts = Faits déclarés
dossier-fact = { $name } : { $value }
dossier-files = Fichiers
dossier-files-none = Aucun fichier.
mark-test-virus = Fichier de test antivirus
dossier-versions = Versions
dossier-versions-none = Une seule version.
version = Version { $number }, { $when }
dossier-messages = Échanges avec la structure
dossier-messages-none = Aucun message.
dossier-journal = Main courante
dossier-clocks = Échéances
dossier-actions = Actions
dossier-qualification = Qualification
dossier-criteria = Critères
dossier-told = Registre des avis
told-message = Message de la cellule
qualification-proposed = proposition, à confirmer
qualification-confirmed = Confirmée par { $name }
qualification-confirmed-at = Confirmée par { $name }, { $when }
qualification-corrected-at = Corrigée par { $name }, { $when }
correction-proposed = Proposé
correction-kept = Retenu
correction-weighed = { $criteria } · gravité { $level }, { $words }
correction-no-criterion = aucun critère
correction-added = ajout de { $criteria }
correction-removed = retrait de { $criteria }
correction-severity = gravité { $from } proposée et { $to } retenue
told-structure = Bilan pour la structure (facultatif)
told-structure-hint = La structure le lit sur sa page de suivi. Le motif ci-dessus reste interne à la cellule.
told-structure-hint-many = Chaque structure le lit sur sa page de suivi. Le motif ci-dessus reste interne à la cellule.
qualify-reason = Raison, si vous corrigez la proposition
qualify-go = Confirmer la qualification
reason = Pourquoi ?
renew-title = Code perdu
renew-text = Rappelez la structure au numéro du registre, jamais à celui que donne l’appelant.
renew-field = Numéro du registre que vous avez appelé
renew-go = Renouveler le code
renew-done = Nouveau code, à dicter à la structure. Il n’est affiché qu’une fois.
command-take = Prendre en charge
command-accompany = Accompagner
command-follow = Laisser la structure suivre
command-contain = Noter comme contenu
command-resolve = Noter comme résolu
command-close = Clore, avec les leçons
command-put-out-of-scope = Mettre hors périmètre
command-reopen = Rouvrir
journal-filed = Déclaration { $body } reçue.
journal-amended = La structure a complété : version { $body }.
journal-wrote = La structure a écrit.
journal-attached = La structure a joint { $body }.
journal-said-resolved = La structure dit que c’est résolu.
journal-answered = Message envoyé à la structure.
journal-take = Pris en charge.
journal-qualify = Qualification confirmée. { $body }
journal-corrected = Qualification corrigée : { $what }. { $body }
journal-accompany = Accompagnement.
journal-follow = Suivi par la structure.
journal-contain = Contenu.
journal-resolve = Résolu.
journal-close = Clos. { $body }
journal-put-out-of-scope = Hors périmètre. { $body }
journal-reopen = Rouvert. { $body }
view-sans-nouvelles = Sans nouvelles
filter = Filtrer la file
filter-hint = Par exemple : etat:pris gravite:4+ ou danger:oui rennes
facets = Ajouter un critère
facet-there = (dans le filtre)
facet-state = État
facet-severity = Gravité
facet-kind = Nature
facet-region = Région
facet-since = Déclaré depuis
facet-danger = Danger
facet-exercise = Exercice
facet-closed = Clos
facet-owner = En charge
facet-hours = { $count } h
facet-days = { $count } jours
facet-at-least = { $level ->
    [5] 5
   *[other] { $level } et plus
}
facet-exercise-only = Seulement les exercices
facet-exercise-none = Sans les exercices
facet-closed-too = Les dossiers clos aussi
facet-mine = Moi
facet-nobody = Personne
queue-none = Aucun incident ne correspond à ce filtre.
filter-clear = Enlever le filtre
queue-choose = Choix
queue-choose-one = Choisir { $reference }
queue-beside = Aperçu
queue-open = Ouvrir le dossier
together = Pour les incidents cochés :
together-go = Préparer…
together-title = { $command } : plusieurs incidents
together-what = { $count ->
    [one] Un incident va changer. La structure en sera prévenue.
   *[other] { $count } incidents vont changer, tous ou aucun. Chaque structure en sera prévenue.
}
together-none = Cette action ne s’applique à aucun des incidents choisis.
together-reason-hint = Le même motif est écrit dans la main courante de chacun.
together-back = Revenir à la file sans rien changer
together-left = Laissés tels quels : l’action ne s’applique pas dans leur état
queue-as-of = Liste de { $when }
news-since = { $count ->
    [0] { $exercises ->
        [one] Une nouveauté dans un exercice : l’afficher
       *[other] { $exercises } nouveautés dans des exercices : les afficher
    }
    [one] { $exercises ->
        [0] Une nouveauté : l’afficher
       *[other] Une nouveauté, et { $exercises } en exercice : les afficher
    }
   *[other] { $exercises ->
        [0] { $count } nouveautés : les afficher
       *[other] { $count } nouveautés, et { $exercises } en exercice : les afficher
    }
}
keys = Raccourcis clavier
keys-on = Raccourcis actifs dans ce navigateur
key-j = Incident suivant
key-k = Incident précédent
key-x = Cocher ou décocher
key-all = Cocher toute la page, ou rien
key-e = Aperçu
key-a = Agir : prendre en charge
key-n = Écrire dans la main courante
key-c = Choisir pour qui l’on écrit
key-t = Ouvrir la fiche réflexe
key-u = Annuler le dernier envoi
key-q = Qualifier
key-search = Aller au filtre
key-help = Montrer cette aide
key-palette = Aller partout par ses mots
palette = Aller à
palette-go = Aller
thread = Fil
thread-read = Lu { $when }
thread-found = { $count ->
    [one] Un indicateur trouvé dans cette note
   *[other] { $count } indicateurs trouvés dans cette note
}
thread-leaves = Part dans { $seconds } s
thread-left = Parti
thread-undo = Annuler l’envoi
audience-cell = Interne : la cellule seule le lit
audience-facility = Structure : le déclarant et ses collègues le lisent
audience-ars = ARS { $region } : les comptes de cette agence le lisent
audience-fssi = FSSI : les comptes du ministère le lisent
audience-from-facility = Écrit par la structure
to-cell = Interne
to-facility = Structure
to-ars = ARS
to-fssi = FSSI
composer-for = Pour qui écrivez-vous ?
composer-text = Votre texte
composer-hint = Ce qui sort de la cellule attend dix secondes : vous pouvez encore l’annuler. Le courriel dit seulement qu’il y a du nouveau.
composer-go = Écrire
composer-templates = Partir d’un modèle
composer-template = Modèle
composer-fill = Mettre dans le texte
composer-task = En faire aussi une tâche
composer-task-too = Le même texte devient une tâche
task-before = À faire avant
task-within = { $hours ->
    [0] Sans date
    [1] 1 heure
    [24] 24 heures
    [72] 3 jours
    [168] 7 jours
   *[other] { $hours } heures
}
task-whom = Pour qui
task-for = Pour { $name }
task-due = Avant { $when }
task-done-by = Fait par { $name }, { $when }
task-late = En retard
task-do = Fait
task-again = À refaire
dossier-tasks = Tâches
tasks-none = Aucune tâche.
tasks-open = { $count } à faire
tasks-late = { $count } en retard
playbook = { $count ->
    [one] Ajouter de la fiche réflexe (une étape)
   *[other] Ajouter de la fiche réflexe ({ $count } étapes)
}
playbook-steps = Étapes à ajouter
playbook-add = Ajouter les étapes cochées
task-call-back = Rappeler le déclarant au numéro du registre et vérifier son identité
task-isolate = Faire isoler les machines touchées sans les éteindre
task-keep-traces = Faire garder les journaux et les traces
task-backups = Vérifier que les sauvegardes sont hors d’atteinte et lisibles
task-care-continuity = Demander où en sont les soins et les procédures dégradées
task-complaint = Rappeler la plainte, dans les 72 heures
task-share-indicators = Relire et partager les indicateurs
task-restart-plan = Convenir de l’ordre de redémarrage
task-close-accounts = Faire fermer les comptes touchés et changer leurs secrets
task-look-for-others = Chercher d’autres structures touchées
task-what-left = Établir quelles données sont sorties
task-cnil = Rappeler la notification à la CNIL, dans les 72 heures
task-people-concerned = Préparer l’information des personnes concernées
task-publisher = Joindre l’éditeur ou le fabricant
task-call-provider = Appeler l’astreinte du prestataire
task-other-customers = Lister les autres structures clientes du prestataire
task-ansm = Rappeler la matériovigilance (ANSM)
task-find-kind = Établir ce qui se passe avec le contact technique
level = Niveau de réponse
level-0 = Information
level-1 = Suivi par la cellule
level-2 = Renfort
level-3 = Crise régionale
level-4 = Crise nationale
command-level = Changer le niveau
command-qualify = Qualifier
journal-level = Niveau de réponse { $body }
qualify-look = Voir ce que cela change
preview-title = Confirmer la qualification ?
preview-differs = Écart avec la proposition
preview-same = Aucun : c’est la qualification proposée.
preview-added = Ajoutés : { $criteria }
preview-removed = Retirés : { $criteria }
preview-severity = Gravité : { $from } proposée, { $to } retenue
preview-reason = Raison
preview-by-person = Retenu par la cellule, sans fait déclaré
preview-told = Qui est averti, et pourquoi
preview-will-leave = Averti dès la confirmation
preview-structure = La structure lit sur sa page de suivi la gravité, les critères retenus et leur sens. Elle ne lit ni votre raison ni votre nom. Le courriel dit seulement qu’il y a du nouveau.
preview-back = Revenir au dossier sans confirmer
conflict-title = « { $act } » n’est pas encore fait : le dossier a changé entre-temps
conflict-since = Ce qui a changé depuis que vous l’avez ouvert :
conflict-what = Quoi
conflict-typed = Vous
conflict-now = Maintenant
conflict-go = Le faire quand même sur le dossier tel qu’il est
conflict-cannot = Ce n’est plus possible dans l’état où est le dossier.
dossier-contacts = Contacts
contact-declarant = Déclarant
contact-phone = Téléphone
contact-email = Courriel
contact-backup-phone = Autre téléphone
contact-backup-email = Autre courriel
contact-technical = Contact technique
contact-on-call = Astreinte
contact-register = Numéro du registre
dossier-alike = Incidents semblables
alike-none = Aucun dans votre périmètre.
alike-indicator = Mêmes indicateurs
alike-facility = Même site
alike-provider = Même prestataire
alike-entity = Même entité juridique
alike-kind = Même nature, à moins de 30 jours
present-viewing = { $name } regarde ce dossier
present-writing = { $name } écrit dans ce dossier
present-away = { $name } l’a regardé il y a peu
template-received = Nous suivons votre incident
template-received-text =
    Bonjour,

    Votre déclaration { $reference } est prise en charge. Gardez les journaux et les machines en l’état, et écrivez-nous ici dès que quelque chose change. En cas d’urgence : { $phone }.

    { $operator }
template-call-me = Nous vous appelons
template-call-me-text =
    Bonjour,

    Nous allons vous appeler au numéro du registre de votre établissement, pour vérifier votre identité. Merci d’en prévenir le standard. En cas d’urgence : { $phone }.
template-isolate = Isoler sans éteindre
template-isolate-text =
    Débranchez du réseau les machines touchées, sans les éteindre : la mémoire contient des traces utiles. Coupez les accès à distance et vérifiez que les sauvegardes ne sont plus joignables. Dites-nous ici quand c’est fait.
template-what-left = Quelles données sont sorties ?
template-what-left-text =
    Pouvez-vous nous dire quelles données sont sorties, de combien de personnes, depuis quand, et par où ? Une réponse partielle aide déjà. La CNIL doit être avertie dans les 72 heures.
template-provider = Qui est le prestataire ?
template-provider-text =
    Quel est le prestataire ou l’éditeur en cause, et son numéro d’astreinte ? Qu’annonce-t-il, et pour quand ? Savez-vous si d’autres structures sont touchées ?
template-news = Où en êtes-vous ?
template-news-text =
    Bonjour,

    Où en êtes-vous ? Qu’est-ce qui fonctionne de nouveau, qu’est-ce qui manque encore, et avez-vous besoin d’aide ?
template-over = Est-ce terminé ?
template-over-text =
    Si l’incident est terminé pour vous, dites-le sur la page de suivi par « C’est résolu ». Merci d’y écrire aussi ce que vous en retenez.
template-agency = Point pour l’agence
template-agency-text =
    Point sur { $reference }.

    Situation :
    Effet sur les soins :
    Ce que fait la cellule :
    Ce qui est attendu de l’agence :
template-ministry = Point pour le ministère
template-ministry-text =
    Point sur { $reference }.

    Situation :
    Risque pour d’autres structures :
    Décision attendue :
template-handover = Relève
template-handover-text =
    Fait :
    En cours :
    À surveiller :
moment-there = { $here } ({ $there } { $place })
there-01 = en Guadeloupe
there-02 = en Martinique
there-03 = en Guyane
there-04 = à La Réunion
there-06 = à Mayotte
there-975 = à Saint-Pierre-et-Miquelon
there-977 = à Saint-Barthélemy
there-978 = à Saint-Martin
there-986 = à Wallis-et-Futuna
there-987 = en Polynésie française
there-988 = en Nouvelle-Calédonie
