page-region = Région
page-nation = Nation
page-region-contacts = Ajouter un contact
page-region-contact-remove = Retirer un contact
page-decide = Décision
page-situation = Point de situation
figure-open = Incidents ouverts
figure-danger = Avec danger pour des patients
figure-major = Majeurs
figure-grave = Graves
figure-significant = Significatifs
figure-day = Déclarés en 24 heures
figure-week = Déclarés en 7 jours
figure-severity = Gravité { $n }
region-title = Région : { $name }
region-others = Autres régions
region-open = Incidents ouverts
region-none = Aucun incident ouvert dans la région.
region-map = Carte
region-map-hint = Chaque carré clair porte au moins un établissement du registre ; chaque disque est un incident ouvert, d’autant plus large qu’il est grave. La liste dit la même chose.
region-map-said = Carte, { $region } : { $count ->
    [0] aucun incident placé
    [one] un incident placé
   *[other] { $count } incidents placés
}
region-map-none = Le registre ne donne la position d’aucun établissement de cette région.
region-contacts = Qui appeler
region-contacts-none = Aucun contact n’est noté pour cette région.
contact-kind-focal = Point focal, à toute heure
contact-kind-security = Sécurité numérique
contact-kind-direction = Direction
contact-kind-other = Autre
contact-now = Répond en ce moment
contact-since = À partir du { $since }
contact-until = Jusqu’au { $until }
contact-between = Du { $since } au { $until }
contact-written = Noté le { $when } par { $name }
contact-add = Ajouter un contact
contact-remove = Retirer
ask-contact-kind = Quel contact ?
ask-contact-name = Nom, ou service
ask-contact-phone = Téléphone
ask-contact-email = Adresse électronique
ask-contact-since = Répond à partir de
ask-contact-since-hint = Par exemple « 27/3 à 18h ». Laissez vide pour toujours.
ask-contact-until = Répond jusqu’à
ask-contact-until-hint = Laissez vide pour toujours.
nation-said = Situation le { $at }, heure de Paris.
nation-at = À quel moment ?
nation-at-hint = « hier 18h », « 27/3 à 9h30 ». Laissez vide pour maintenant.
nation-at-go = Voir
nation-now = Maintenant
nation-report = Point de situation en PDF
nation-figures = Chiffres
nation-figures-hint = Les exercices ne sont dans aucun chiffre.
nation-sorts = Par gravité et par état
nation-majors = Incidents majeurs
nation-dangers = Danger pour des patients, hors majeurs
nation-none = Aucun à ce moment.
nation-regions = Par région
nation-line = { $open } { $open ->
    [one] ouvert
   *[other] ouverts
} · { $danger } avec danger · { $major } { $major ->
    [one] majeur
   *[other] majeurs
}
nation-no-region = Région inconnue
nation-event = Ouvert le { $when } ; { $figures }
nation-event-since = Ce qu’était cet événement n’est gardé que depuis le { $when } : ce qui en a été détaché avant n’est pas compté.
nation-decisions = Décisions
nation-no-decision = Aucune décision n’était écrite à ce moment.
decision-add = Écrire une décision
decision-why = Pourquoi : { $reason }
decision-exercise = Décision prise dans un exercice
ask-decision = Ce qui est décidé
ask-decision-hint = Une décision écrite ne se modifie plus : une autre la remplace.
ask-decision-reason = Pourquoi
ask-decision-reference = Incident concerné
ask-decision-reference-hint = Sa référence, si la décision porte sur un incident.
ask-exercise = Exercice
situation-title = Point de situation du { $at }
situation-file = point-de-situation-{ $at }.pdf
situation-declared = Déclaré le { $when }
refused-contact-unreachable = Donnez un téléphone ou une adresse.
refused-period-empty = La fin vient avant le début.
refused-reference-unknown = Aucun incident que vous pouvez lire ne porte cette référence.
action-region-seen = Région consultée
action-region-contact-added = Contact de région ajouté
action-region-contact-removed = Contact de région retiré
action-nation-seen = Situation nationale consultée
action-nation-decided = Décision écrite
