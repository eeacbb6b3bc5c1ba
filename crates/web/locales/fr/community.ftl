# Les groupes et les pages de l’espace privé.
action-group-created = Groupe créé dans l’espace privé
action-group-changed = Groupe modifié
action-group-archived = Groupe archivé
action-group-reopened = Groupe rouvert
action-group-asked = Entrée dans un groupe demandée
action-group-unasked = Demande d’entrée retirée
action-group-joined = Groupe rejoint
action-group-admitted = Demande d’entrée acceptée
action-group-refused = Demande d’entrée refusée
action-group-brought-in = Personne amenée dans un groupe
action-group-left = Groupe quitté
action-group-removed = Personne sortie d’un groupe
action-group-steward-named = Responsable de groupe nommé
action-group-steward-relieved = Responsable de groupe relevé

refused-group-archived = Ce groupe est archivé : on peut encore y lire, plus y entrer ni y écrire.
refused-group-joined = Vous êtes déjà dans ce groupe.
refused-group-asked = Votre demande attend déjà la réponse d’un responsable du groupe.
refused-group-changed = Quelqu’un vient de modifier ce groupe. Relisez ce que vous avez écrit, puis enregistrez à nouveau.
refused-group-opens = Des messages ont été écrits ici pour ceux qu’on a laissés entrer : ce groupe ne peut plus s’ouvrir à tous. Archivez-le et créez un groupe ouvert.
refused-group-asks-no-more = Cette personne ne demande plus à entrer : quelqu’un a répondu avant vous, ou elle a changé d’avis.
refused-group-no-member = Cette personne n’est plus dans le groupe.
refused-group-has-them = Cette personne est déjà dans le groupe.

page-community = Communauté
page-community-groups = Groupes
page-community-group = Un groupe
page-community-group-new = Créer un groupe
page-community-group-change = Modifier le groupe
page-community-group-act = Entrer dans un groupe, le quitter
page-community-members = Membres d’un groupe
page-community-seat = Décider qui est dans un groupe
page-community-write = Ouvrir un fil
page-community-thread = Un fil
page-community-thread-act = Agir sur un fil
page-community-post = Un message
page-community-post-act = Agir sur un message
page-community-edit = Modifier le message
page-community-mark = Changer le marquage
page-community-versions = Versions du message
page-community-bookmarks = Favoris
page-community-search = Chercher
page-community-questions = Questions à la cellule
page-community-ask = Demander à la cellule

community-nav = Espace privé
community-way-home = Accueil
community-pages = Suite de la liste
community-next = Suite
community-first = Revenir au début
community-today = aujourd’hui
community-yesterday = hier
community-when = { $day }, { $clock }
community-gone = Personne partie
community-voice = { $who }, { $place }
community-voice-who-hospital = Un hôpital
community-voice-who-large-hospital = Un grand hôpital
community-voice-who-laboratory = Un laboratoire
community-voice-who-radiotherapy = Un centre de radiothérapie
community-voice-who-medico-social = Un établissement médico-social
community-voice-who-structure = Une structure de santé
community-voice-place-large-region = dans une grande région
community-voice-place-small-region = dans une petite région
community-voice-place-overseas = outre-mer
community-voice-place-somewhere = en France
community-answers = { $count ->
    [0] aucune réponse
    [one] 1 réponse
   *[other] { $count } réponses
}
community-unread = { $count ->
    [one] 1 non lu
   *[other] { $count } non lus
}
community-unread-mark = Non lu :
community-solved = Résolu
community-solved-see = Voir la réponse
community-closed = Clos
community-muted = En sourdine

community-latest = Derniers fils
community-latest-none = Rien n’a encore été dit dans vos groupes.
community-groups-see = Voir les groupes
community-mine = Mes groupes
community-mine-none = Vous n’êtes encore dans aucun groupe.
community-groups-all = Tous les groupes
community-ask-title = La cellule
community-ask-text = Une question que seule la cellule verra. Vous pourrez publier sa réponse.
community-ask-go = Poser une question
community-questions-see = Questions posées à la cellule
community-questions-mine = Mes questions à la cellule
community-questions-cell = Elles ne sont lues que par la cellule et par qui les pose, jusqu’à ce que cette personne les publie.
community-questions-own = La cellule et vous seuls les lisez. Quand l’une a sa réponse, vous pouvez la publier dans un groupe.
community-questions-none = Aucune question pour le moment.

community-groups-lead = On y parle entre pairs. Chaque groupe dit comment on y entre, chaque message qui peut le lire.
community-groups-none = Il n’y a encore aucun groupe. Dites à la cellule celui qui vous manque.
community-groups-archived = Groupes archivés
community-kinds-region = Régions
community-kinds-ght = Groupements hospitaliers de territoire
community-kinds-profession = Métiers
community-kinds-product = Produits
community-kinds-theme = Thèmes
community-kind-region = Région
community-kind-ght = GHT
community-kind-profession = Métier
community-kind-product = Produit
community-kind-theme = Thème
community-door-open = Ouvert à tous les membres
community-door-request = Sur demande
community-door-hidden = Caché
community-enter-open = Ouvert : tout membre de l’espace privé y entre aussitôt
community-enter-request = Sur demande : un responsable du groupe accepte chaque personne
community-enter-hidden = Caché : n’existe que pour les personnes qu’un responsable y amène
community-said-open = Les messages TLP:CLEAR et TLP:GREEN se lisent par tous les membres de l’espace privé, les messages TLP:AMBER par les personnes du groupe, les messages TLP:RED par ceux qu’ils nomment. Les modérateurs lisent tout, sauf TLP:RED.
community-said-request = Ce qui se dit ici se lit par les personnes du groupe et les modérateurs ; les messages TLP:RED par ceux qu’ils nomment, et personne d’autre.
community-said-hidden = Ce groupe n’apparaît nulle part pour les autres. Ce qui s’y dit se lit par les personnes du groupe et les modérateurs ; les messages TLP:RED par ceux qu’ils nomment.
community-in = Vous en êtes
community-waiting = Demande en attente
community-archived = Archivé
community-members = { $count ->
    [0] aucun membre
    [one] 1 membre
   *[other] { $count } membres
}
community-requests = { $count ->
    [one] 1 personne demande à entrer
   *[other] { $count } personnes demandent à entrer
}
community-write-go = Ouvrir un fil
community-filter-tag = Étiquette
community-filter-which = Fils
community-filter-go = Filtrer
community-which-tous = Tous
community-which-non-lus = Non lus
community-which-en-attente = Sans réponse retenue
community-which-resolus = Résolus
community-threads = Fils
community-threads-none = Aucun fil ici pour le moment. Le premier peut être une simple question.
community-threads-filtered = Aucun fil ne correspond.
community-threads-all = Tout voir
community-purpose = À propos
community-stewards = Responsables
community-join = Entrer dans le groupe
community-join-ask = Demander à entrer
community-asked-text = Un responsable du groupe vous répondra.
community-ask-undo = Retirer ma demande
community-group-options = Options du groupe
community-group-muted = Rien de ce groupe ne vous est signalé.
community-mute = Mettre en sourdine
community-unmute = Être à nouveau prévenu
community-leave = Quitter le groupe
community-leave-hint = Vous ne lirez plus ce qui est réservé aux personnes du groupe.
community-archive = Archiver le groupe
community-unarchive = Rouvrir le groupe
community-archive-hint = Un groupe archivé se lit encore ; on n’y entre plus et on n’y écrit plus.
community-never-mind = Annuler
community-group-new-go = Créer le groupe
community-group-change-go = Enregistrer
community-field-name = Nom
community-field-purpose = À quoi il sert
community-field-purpose-hint = Pour qui, pour parler de quoi. La mise en forme Markdown est comprise.
community-field-kind = Ce qui rassemble ces personnes
community-field-access = Comment on y entre
community-field-access-hint = Un groupe peut se fermer à tout moment. Il ne s’ouvre à tous que tant que rien n’y a été dit.
community-field-words = Pourquoi voulez-vous y entrer ?
community-field-words-hint = Lu par les responsables du groupe et les modérateurs seulement.
community-field-who = Qui amener
community-field-who-hint = Son identifiant dans l’annuaire (@camille-fictif), ou son nom tel que les groupes l’affichent.
refused-group-unknown = Aucun membre ne porte ce nom dans les groupes.
refused-group-namesakes = Plusieurs membres portent ce nom : demandez à la personne d’entrer dans le groupe par elle-même.
community-members-of = Membres : { $name }
community-members-title = Dans le groupe
community-members-none = Personne pour le moment.
community-asking = Demandent à entrer
community-admit = Accepter
community-refuse = Refuser
community-bring = Amener quelqu’un
community-bring-go = Amener dans le groupe
community-steward = Responsable
community-make-steward = Nommer responsable
community-unsteward = N’est plus responsable
community-put-out = Sortir du groupe
community-since = depuis :
community-done-entre = Vous êtes dans le groupe.
community-done-demande = Votre demande est partie.
community-done-ecrit = Votre message paraîtra dans le quart d’heure, sans votre nom.
community-done-attend = Votre réponse paraîtra dans le quart d’heure, sans votre nom.
community-done-cree = Le groupe est créé. Vous en êtes responsable.
community-done-change = Le groupe est modifié.
community-done-archive = Le groupe est archivé.
community-done-rouvert = Le groupe est rouvert.
community-done-muet = Rien de ce groupe ne vous sera plus signalé.
community-done-audible = Vous serez prévenu de ce qui se dit ici.
community-done-admis = La personne est dans le groupe.
community-done-refuse = La demande est refusée.
community-done-gardien = La personne est responsable du groupe.
community-done-releve = La personne n’est plus responsable du groupe.
community-done-sorti = La personne n’est plus dans le groupe.
community-done-amene = La personne est dans le groupe.
community-done-deplace = Le fil est déplacé.
community-done-publie = La question et ses réponses sont publiées.

community-field-title = Titre
community-field-title-hint = Ce que quelqu’un chercherait. Il se voit partout où le fil se voit.
community-field-body = Message
community-field-body-hint = Markdown : **gras**, *italique*, - liste, > citation, `code`. Ni image ni contenu venu d’ailleurs. Aucune donnée de patient.
community-field-tags = Étiquettes
community-field-tags-hint = Facultatif. Cinq au plus, entre virgules : rançongiciel, vpn.
community-field-readers = Qui pourra lire
community-field-readers-hint = Pour TLP:RED seulement : ces personnes, vous, et personne d’autre.
community-readers = TLP:RED : choisir les lecteurs
community-field-find = Chercher qui pourra lire
community-field-find-hint = Un nom, un établissement ou une ville. Ce que vous avez écrit et coché reste.
community-field-find_reviewers = Chercher qui relit
community-field-find_reviewers-hint = Un nom, un établissement ou une ville. Ce que vous avez écrit et coché reste.
community-find-go = Chercher
community-find-empty = Écrivez un nom, un établissement ou une ville.
community-find-found = { $count ->
    [one] Une personne trouvée : cochez-la pour la choisir.
   *[other] { $count } personnes trouvées : cochez celles que vous choisissez.
}
community-find-many = Voici { $count } personnes sur { $all } trouvées : précisez pour voir les autres.
community-find-nobody = Personne d’autre dans le groupe pour « { $words } ».
community-find-instead = Vous cherchiez quelqu’un : voici qui a été trouvé. Rien n’est envoyé encore.
community-ask-tlp = Jusqu’où cela peut aller
community-ask-tlp-hint = Dans le doute, gardez le plus strict. Vous pourrez l’assouplir ; personne d’autre.
community-tlp-clear = Peut être dit à tout le monde, hors d’ici aussi.
community-tlp-green = Reste entre membres : jamais publié, jamais hors de la communauté.
community-tlp-amber = Pour les organisations des lecteurs, et leurs clients s’ils en ont besoin pour se protéger.
community-tlp-amber-strict = Pour les organisations des lecteurs, et personne d’autre.
community-tlp-red = Pour les personnes nommées, à titre personnel. Rien ne se répète.
community-reads-everybody = Lu par tous les membres de l’espace privé.
community-reads-group = { $count ->
    [one] Lu par vous seul pour le moment, et par les modérateurs.
   *[other] Lu par les { $count } personnes du groupe et par les modérateurs.
}
community-reads-more = { $count ->
    [one] , et 1 autre
   *[other] , et { $count } autres
}
community-reads-named = { $count ->
    [one] Lu par vous seul.
   *[other] Lu par ces { $count } personnes, et personne d’autre.
}
community-reads-red = Lu par vous et par ceux que vous choisissez ci-dessous.
community-reads-cell = Lu par la cellule et par vous.
community-reads-same = Lu par les mêmes personnes qu’avant.
community-marked = TLP:{ $mark } · { $reads }
community-read-by = Lu par :
community-preview = Aperçu
community-preview-go = Aperçu
community-publish = Publier
community-answer-go = Répondre
community-draft-go = Garder le brouillon
community-draft-drop = Jeter le brouillon
community-draft-kept = Votre brouillon ({ $when }) est repris ici. Vous seul le voyez.
community-red-look = Voici qui lira. Si c’est bien cela, publiez.
community-as-named = Sous le nom : { $name }
community-as-unnamed = Sans nom : { $voice }
community-unnamed = Ne pas être nommé
community-unnamed-hint = Le message paraît au prochain quart d’heure, sous ces mots seulement. Votre nom reste scellé : seules deux personnes chargées de la modération, ensemble et avec une trace, peuvent le révéler.
community-field-voice_who = Qui parle
community-field-voice_place = Où
community-voice-named = Moi, sous mon nom
community-poll = Ajouter un sondage
community-field-poll_question = Question
community-field-poll_choices = Choix
community-field-poll_choices-hint = Un par ligne.
community-field-poll_until = Jusqu’à quand
community-field-poll_until-hint = Par exemple vendredi 18h, ou 12/12.
community-field-poll_several = Réponses
community-poll-several = Plusieurs choix sont possibles
community-poll-preview = Sondage : { $question } { $choices }
community-poll-open = Jusqu’à : { $when }.
community-poll-over = Terminé : { $when }.
community-voters = { $count ->
    [0] Personne n’a encore répondu.
    [one] 1 personne a répondu.
   *[other] { $count } personnes ont répondu.
}
community-votes = { $count ->
    [0] aucune voix
    [one] 1 voix
   *[other] { $count } voix
}
community-vote = Répondre
community-vote-again = Changer ma réponse
community-vote-own = Votre choix
community-remark-image = Une image ne s’affiche pas ici : son texte la remplace.

community-posts = Messages
community-post = message
community-opened-it = A ouvert le fil
community-answers-it = Réponse retenue
community-edited = Modifié :
community-versions-see = versions
community-withdrawn = Message retiré par son auteur.
community-hidden = Message masqué par la modération.
community-hidden-why = Message masqué par la modération : { $why }
community-reaction-thanks = Merci
community-reaction-same = Pareil ici
community-reaction-useful = Utile
community-cite = Citer
community-citing = Vous citez { $name }.
community-cite-undo = Ne pas citer
community-bookmark = Favori
community-bookmark-undo = Retirer des favoris
community-bookmarks-none = Aucun message gardé. Sous chaque message, « Favori » le garde ici, pour vous seul.
community-more = Plus
community-edit = Modifier
community-mark = Changer le marquage
community-solve = Retenir cette réponse
community-unsolve = Ne plus la retenir
community-withdraw = Retirer ce message
community-thread-options = Options du fil
community-thread-close = Clore le fil
community-thread-reopen = Rouvrir le fil
community-closed-by = Fil clos par { $name }, { $when }.
community-move = Déplacer vers
community-move-hint = Seulement un fil dont tous les messages sont pour tous les membres : les autres ont été écrits pour ce groupe.
community-move-go = Déplacer
community-answer = Répondre
community-publish-question = Publier la question et ses réponses
community-publish-question-hint = Elle quitte la liste de la cellule et devient un fil de ce groupe, sous votre nom.
community-publish-group = Dans quel groupe
community-publish-question-go = Publier
community-mark-now = Marquage actuel :
community-mark-own = Vous pouvez le durcir ou l’assouplir. Ce qui y répond ou le cite n’ira jamais plus loin que lui.
community-mark-other = Vous pouvez le durcir, aussitôt. Seul son auteur peut l’assouplir.
community-mark-go = Changer le marquage
community-edit-go = Enregistrer
community-edit-hint = Ce qui était écrit avant reste lisible dans les versions.
community-conflict = Le message a changé entre-temps
community-conflict-text = Voici ce qu’il dit maintenant. Votre texte est gardé dessous.
community-version = Version { $number }
community-version-now = Actuelle
community-search-label = Chercher dans ce que vous pouvez lire
community-search-hint = Les messages TLP:RED ne sont dans aucun index : on ne retrouve que ceux qui vous nomment.
community-search-go = Chercher
