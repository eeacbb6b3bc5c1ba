# Un événement : une cause, plusieurs structures ; doublons ; exercices.
page-events = Événements
page-event = Événement
page-event-new = Ouvrir un événement
page-event-join = Rattacher à un événement
page-event-proposals = Incidents proposés
page-event-facilities = Structures de l’événement
page-event-message = Un message à toutes les structures
page-event-decide = Décision sur l’événement
page-event-act = Événement
page-merge = Le même incident, déclaré deux fois
page-duplicates = Lire ensemble
page-duplicate = Doublon
page-duplicate-undo = Doublon
page-exercise = Exercice
events-empty = Aucun événement en ce moment. Quand plusieurs structures subissent la même cause, l’événement apparaît ici.
events-empty-how = On en ouvre un depuis la page d’un incident.
events-all = { $events ->
    [one] { $events } événement
   *[other] { $events } événements
}, { $facilities ->
    [one] { $facilities } structure
   *[other] { $facilities } structures
}
event-number = Événement n° { $number }
event-opened = Ouvert { $when } par { $name }
event-by = { $when }, { $name }
event-state-open = Ouvert
event-state-national = National
event-state-closed = Clos
event-figures = { $incidents ->
    [one] { $incidents } incident déclaré
   *[other] { $incidents } incidents déclarés
} ; { $facilities ->
    [one] { $facilities } structure
   *[other] { $facilities } structures
} : { $touched } touchées, { $not } non touchées, { $unknown } à savoir
event-new-lead = Une cause, plusieurs structures. L’incident est le premier rattaché ; les autres suivent par choix, par liste ou par proposition.
event-new-go = Ouvrir l’événement
event-new-from = Ouvrir un événement
event-back = Retour sans rien changer
event-field-title = En quelques mots
event-field-title-hint = Par exemple : panne de l’hébergeur, faille du pare-feu.
event-field-cause = La cause
event-field-cause-hint = Ce qui est connu, sans nom de structure : les agences le lisent.
event-field-provider = Prestataire en cause
event-field-provider-hint = Vide s’il n’y en a pas.
event-field-vulnerability = Faille commune
event-field-vulnerability-hint = Son numéro ou son nom ; vide s’il n’y en a pas.
event-cause = La cause
event-national-since = National depuis
event-change = Corriger ces mots
event-change-go = Enregistrer
event-decide = Décider qu’il est national
event-close = Clore l’événement
event-reopen = Rouvrir l’événement
event-closed-note = Cet événement est clos.
event-incidents = { $count ->
    [one] { $count } incident rattaché
   *[other] { $count } incidents rattachés
}
event-propose = Voir les incidents proposés
event-from-queue = Depuis le pupitre aussi : cocher des incidents, puis « Rattacher à un événement ».
event-detach = Détacher un incident
event-detach-go = Détacher de l’événement
event-detach-which = Lequel n’est pas de cette cause ?
event-tell = Prévenir tout le monde
event-message = Message à toutes les structures qui ont déclaré
event-message-hint = Chacune le lit dans son propre fil. Rien ne part avant l’écran suivant, qui montre à qui.
event-field-message = Le message
event-field-message-hint = Chaque structure le lit dans son fil et répond à la cellule seule.
event-message-look = Voir à qui il part
event-message-to = { $count ->
    [one] { $count } structure le lira dans son fil.
   *[other] { $count } incidents le recevront, chacun dans son fil.
}
event-message-who = Qui exactement
event-message-go = { $count ->
    [one] Envoyer
   *[other] Envoyer aux { $count }
}
event-unreached = { $count ->
    [one] { $count } structure n’est pas joignable ainsi
   *[other] { $count } structures ne sont pas joignables ainsi
}
event-unreached-how = Elles n’ont rien déclaré : il n’y a pas de fil où leur écrire. À appeler, au numéro du registre.
event-no-phone = pas de numéro dans le registre
event-no-region = Région inconnue
event-reader = La cellule tient cet événement. Vous voyez ce qui est de votre ressort.
event-facilities = { $count ->
    [one] { $count } structure
   *[other] { $count } structures
}
event-facilities-none = Aucune structure du registre encore.
event-facilities-caption = Structures, les touchées d’abord
event-paste = Coller une liste de numéros FINESS
event-numbers = Numéros FINESS
event-numbers-hint = Séparés par n’importe quoi : lignes, virgules, espaces, tableau. Rien n’est gardé avant d’être montré.
event-line = Ligne { $line } :
event-stance = Touchées ?
event-said = Dit par
event-say = Dire
event-by-incident = par son incident
event-paste-right = { $count ->
    [one] La liste est juste : { $count } structure.
   *[other] La liste est juste : { $count } structures.
}
event-paste-known = déjà là
event-paste-go = { $count ->
    [one] Garder cette structure
   *[other] Garder ces { $count } structures
}
event-paste-look = Vérifier la liste
stance-touched = Touchée
stance-not-touched = Non touchée
stance-unknown = À savoir
event-join-none = Aucun événement n’est ouvert. On en ouvre un depuis un des incidents :
event-join-what = { $count ->
    [one] { $count } incident choisi :
   *[other] { $count } incidents choisis :
}
event-join-to = À quel événement ?
event-attach-go = { $count ->
    [one] Rattacher
   *[other] Rattacher les { $count }
}
event-attach-chosen = Rattacher ce qui est coché
event-proposals-none = Rien à proposer : aucun incident n’a le même prestataire, les mêmes indicateurs ou la même nature dans la semaine.
event-proposals-lead = Chacun dit pourquoi. Aucun n’est rattaché tant que personne ne le coche.
event-proposals-found = { $count ->
    [one] { $count } incident proposé
   *[other] { $count } incidents proposés
}
event-tick-provider = Cocher les { $count } du même prestataire
event-tick-all = Cocher les { $count }
event-tick-none = Ne rien cocher
event-why-provider = Même prestataire
event-why-indicators = { $count ->
    [one] { $count } indicateur commun
   *[other] { $count } indicateurs communs
}
event-why-kind = Même nature, même semaine
event-line-opened = Ouvert : { $body }
event-line-changed = Mots corrigés : { $body }
event-line-attached = { $body } incidents rattachés.
event-line-detached = { $body } détaché.
event-line-pasted = Liste collée : { $body } structures.
event-line-said-touched = { $body } : touchée.
event-line-said-not-touched = { $body } : non touchée.
event-line-said-unknown = { $body } : à savoir.
event-line-raised = Dit dans l’espace privé, ajouté avec l’accord des auteurs : { $body }
action-event-noted = Ligne ajoutée à un événement, depuis l’espace privé
event-line-told = Message à toutes : { $body }
event-line-decided = Décidé national. { $body }
event-line-closed = Clos. { $body }
event-line-reopened = Rouvert. { $body }
event-of = Fait partie de
together-event = Rattacher à un événement
together-duplicate = Dire que deux sont le même
duplicate-lead = Rien n’est supprimé : déclaration, messages, main courante et indicateurs restent. Les deux déclarants suivent et reçoivent réponse. Cela s’annule à tout moment.
duplicate-kept = Lequel garde-t-on ?
duplicate-go = Rattacher comme doublon
duplicate-of = Doublon de
duplicate-elsewhere = un incident que vous ne pouvez pas lire
duplicate-undo = Annuler : ce n’est pas un doublon
duplicate-say = C’est un doublon
duplicate-reference = Référence de l’autre incident
duplicate-hint = Celui que l’on garde, par exemple VIG-2026-000042-K.
duplicates-title = { $count ->
    [one] { $count } doublon rattaché
   *[other] { $count } doublons rattachés
}
duplicates-read = Lire les échanges et les journaux ensemble
duplicates-none = Rien n’est rattaché à cet incident.
ties-title = Avec d’autres
exercise-mark = Marquer comme exercice
exercise-unmark = Ce n’est pas un exercice
exercise-mark-what = Le mot EXERCICE paraît partout, dans les courriels aussi, et l’incident ne compte dans aucun chiffre.
exercise-unmark-what = Possible seulement tant que personne n’a rien reçu comme exercice.
journal-attached-to-other = Rattaché à un autre incident comme doublon. { $body }
journal-detached-from-other = N’est plus rattaché comme doublon : rendu tel qu’il était.
journal-duplicate-added = Un doublon est rattaché ici. { $body }
journal-duplicate-removed = Un doublon n’est plus rattaché ici.
journal-duplicate-news = Du nouveau dans un doublon.
journal-event-attached = Rattaché à l’événement n° { $body }.
journal-event-detached = Détaché de l’événement n° { $body }.
journal-exercise-on = Marqué comme exercice. { $body }
journal-exercise-off = N’est plus un exercice. { $body }
state-attached = Rattaché à un autre
