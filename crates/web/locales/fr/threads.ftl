# Ce qui se dit dans l’espace privé, et les façons dont il est refusé.
action-community-thread-opened = Fil ouvert dans l’espace privé
action-community-cell-asked = Question posée à la cellule
action-community-posted = Message publié dans l’espace privé
action-community-edited = Message modifié par son auteur
action-community-marked = Marquage d’un message changé
action-community-withdrawn = Message retiré par son auteur
action-community-question-published = Question à la cellule publiée par qui l’a posée
action-community-solved = Fil dit résolu, ou à nouveau ouvert
action-community-thread-closed = Fil clos
action-community-thread-reopened = Fil rouvert
action-community-thread-moved = Fil déplacé vers un autre groupe
action-community-indicators-exported = Indicateurs de l’espace privé emportés dans un fichier

refused-thread-title = Donnez un titre de 3 à { $most } signes, qui dise de quoi il s’agit.
refused-post-empty = Écrivez votre message.
refused-post-long = Ce message est trop long : { $most } signes au plus. Coupez-le en deux, ou joignez un document.
refused-thread-tags = Choisissez au plus { $most } étiquettes.
refused-red-names-nobody = TLP:RED nomme ses lecteurs : choisissez au moins une personne du groupe, autre que vous.
refused-red-names-too-many = TLP:RED nomme au plus { $most } lecteurs. Choisissez-en moins, ou TLP:AMBER+STRICT.
refused-reader-not-there = Une des personnes choisies n’est pas dans ce groupe : elle ne pourrait pas lire. Retirez-la, ou faites-la d’abord entrer.
refused-answer-looser = Une réponse ne va pas plus loin que le message qui ouvre le fil. Choisissez un marquage au moins aussi strict, et pour TLP:RED des lecteurs qu’il nomme aussi.
refused-quote-looser = Ce que vous citez ne doit pas aller plus loin par vous : choisissez un marquage au moins aussi strict, ou ne citez pas.
refused-loosened-by-its-author = Seul son auteur peut assouplir ce marquage. Vous pouvez le durcir.
refused-unnamed-to-named = Ne pas être nommé n’est pas possible ici : un message TLP:RED, ou une question à la cellule, nomme ceux qui la lisent et qui l’écrit.
refused-unnamed-among-few = Ce groupe compte trop peu de personnes pour que vous n’y soyez pas reconnu. Écrivez dans un groupe plus grand, ou sous votre nom.
refused-join-first = Entrez d’abord dans ce groupe pour y écrire.
refused-thread-closed = Ce fil est clos : plus personne n’y répond. Ouvrez-en un autre, qui y renvoie.
refused-post-changed = Ce message a changé depuis que vous l’avez ouvert. Votre texte est gardé ci-dessous : comparez, puis enregistrez à nouveau.
refused-question-is-the-cell-s = Une question à la cellule n’est lue que par elle et par vous. Vous pouvez la publier dans un groupe quand elle a reçu sa réponse.
refused-question-red = Une question publiée est lue par un groupe : choisissez un autre marquage que TLP:RED.
refused-thread-confined = Ce fil contient des messages réservés à ceux qui ont rejoint son groupe : les déplacer les montrerait à d’autres. Ouvrez plutôt un nouveau fil.
refused-solved-by-stricter = Cette réponse est plus réservée que le fil : la désigner dirait à tous qu’elle existe.
refused-poll-question = Posez une question de 3 à { $most } signes.
refused-poll-choices = Donnez de 2 à { $most } choix, chacun une fois, un par ligne.
refused-poll-until = Choisissez une date de fin, dans les trois mois.
refused-poll-vote = Choisissez parmi ce qui est proposé.
refused-poll-over = Ce sondage est terminé.
action-community-mail-chosen = Rythme des courriels de l’espace privé choisi

# Ce qui est écrit à qui appartient à l’espace privé.
page-community-notifications = Ce qui vous est adressé
tidings-called = Où l’on vous appelle
tidings-called-none = Personne ne vous a encore appelé par votre nom. Écrivez @ suivi du nom d’un membre pour l’appeler ; votre propre nom d’appel est sur la page de votre adhésion.
tidings-mail = Par courriel
tidings-rhythm = Quand voulez-vous être prévenu ?
tidings-rhythm-each = À chaque fois
tidings-rhythm-each-hint = Quand on vous appelle, et quand on répond là où vous avez écrit.
tidings-rhythm-daily = Une fois par jour
tidings-rhythm-daily-hint = À 7 heures, tout ce que vous n’avez pas lu dans vos groupes. Si l’on vous appelle par votre nom, aussitôt.
tidings-rhythm-never = Jamais
tidings-rhythm-never-hint = Vous lisez ici, quand vous venez.
tidings-choose = Enregistrer
tidings-carried = Ce qu’un courriel emporte
tidings-carried-words = le titre et les premiers mots
tidings-carried-title = le titre
tidings-carried-nothing = rien, sinon qu’il y a du nouveau
tidings-carried-hidden = D’un groupe caché, un courriel n’emporte jamais rien. Vous répondez toujours ici, jamais par courriel.
community-done-choisi = C’est enregistré.
mail-tidings-subject = Du nouveau dans l’espace privé
mail-tidings-subject-mention = On vous appelle : { $title }
mail-tidings-subject-answer = Une réponse : { $title }
mail-tidings-subject-question = Une question : { $title }
mail-tidings-kept = Quelque chose est pour vous dans l’espace privé. Son marquage ne permet pas d’en écrire plus ici.
mail-tidings-mention = On vous appelle par votre nom dans « { $title } ».
mail-tidings-answer = Quelqu’un a écrit dans « { $title } », où vous avez écrit aussi.
mail-tidings-question = Quelqu’un a écrit dans la question « { $title } ».
mail-tidings-digest =
    { $count ->
        [one] Un fil que vous n’avez pas lu vous attend dans vos groupes.
       *[other] { $count } fils que vous n’avez pas lus vous attendent dans vos groupes.
    }
mail-tidings-line = – { $title } ({ $group })
mail-tidings-others =
    { $count ->
        [one] L’un d’eux porte un marquage qui ne permet pas de le nommer ici.
       *[other] { $count } d’entre eux portent un marquage qui ne permet pas de les nommer ici.
    }
mail-tidings-foot =
    { $operator }

    Pour répondre, venez sur la page : ce courriel n’est pas lu.
    Vous choisissez ce qui vous est écrit sous « Ce qui vous est adressé ».

# Les indicateurs que les membres partagent.
page-community-indicators = Indicateurs partagés
page-community-indicators-csv = Indicateurs partagés (fichier)
shared-intro = Les adresses, noms et empreintes qui figurent dans les messages que vous pouvez lire. Chacun porte le marquage de son message.
shared-look = Chercher une valeur
shared-look-hint = En entier, ou par son début ; désarmée ou non : 203[.]0[.]113[.]9.
shared-kind = Genre
shared-group = Groupe
shared-all = Tous
shared-go = Chercher
shared-none = Rien ici. Ce que vous écrivez dans un fil (adresses IP, domaines, empreintes…) est reconnu et rassemblé sur cette page.
shared-file = Emporter en CSV
shared-file-hint = Le fichier porte votre nom sur chaque ligne. TLP:RED n’y figure jamais.
shared-listed = Probablement la trace de personne : liste « { $list } ».
shared-seen =
    { $count ->
        [one] vu aussi par un membre
       *[other] vu aussi par { $count } membres
    }
shared-false =
    { $count ->
        [one] dit sans rapport par un membre
       *[other] dit sans rapport par { $count } membres
    }
shared-say-seen = Vu chez nous aussi
shared-say-false = Sans rapport
shared-column-kind = genre
shared-column-value = valeur
shared-column-tlp = marquage
shared-column-said = publié le
shared-column-context = contexte
shared-column-seen = vu par
shared-column-false = sans rapport selon
shared-column-for = remis à
community-done-juge = C’est noté. Personne ne voit que c’est vous.
