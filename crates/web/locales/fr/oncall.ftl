# L’astreinte : calendrier, alarmes, rappels.
page-on-call = Astreintes
page-alarms = Alarmes
page-call-backs = Rappels
console-tools = Outils de la cellule
console-ringing = { $count ->
    [one] Une alarme sonne.
   *[other] { $count } alarmes sonnent.
}
console-ringing-link = Voir et acquitter
turn-months = Autres mois
turn-hours = L’astreinte répond de 18 h à 9 h, et toute la journée les samedis, dimanches et jours fériés, heure de Paris. La ligne d’un jour va jusqu’à 9 h le lendemain.
turn-no-gap = Chaque soir et chaque jour non ouvré de ce mois a quelqu’un.
turn-gaps = Sans personne d’astreinte
turn-gap = Personne du { $from } au { $until }.
turn-gap-then = Pendant ces heures, une alarme appelle tous les responsables de la cellule.
turn-caption = Astreintes de { $month }
turn-day = Jour
turn-when = Heures
turn-evening = 18 h – 9 h
turn-whole-day = 9 h – 9 h
turn-rank-1 = 1er appel
turn-rank-2 = 2e appel
turn-rank-3 = 3e appel
turn-list = Tours inscrits
turn-none = Aucun tour ce mois-ci.
turn-on = { $day }, { $rank }
turn-span = du { $from } au { $to }, { $rank }
turn-nobody-any-more = Compte fermé
turn-cancel = Retirer
turn-add = Inscrire un tour
turn-add-go = Inscrire
turn-replace = Prendre la place de qui est déjà inscrit
turn-replace-hint = Le reste de son tour lui reste.
ask-person = Qui
ask-rank = À quel rang
ask-from = Premier soir ou jour
ask-from-hint = Par exemple 24/12 ou 24/12/2026.
ask-to = Dernier soir ou jour
ask-to-hint = Vide : un seul.
alarm-lead = Une alarme appelle la personne d’astreinte, puis la suivante après cinq minutes, jusqu’à ce que quelqu’un l’acquitte.
alarm-none = Rien ne sonne.
alarm-draft = Déclaration interrompue
alarm-since = Depuis le { $when }
alarm-acknowledge = J’ai l’alarme
alarm-not-yet = Personne n’a encore été appelé.
alarm-ended = Alarmes passées
alarm-steps = { $count ->
    [one] Un appel
   *[other] { $count } appels
}
alarm-why-danger = Patients en danger.
alarm-why-major = Incident majeur.
alarm-why-severity = Gravité 4 ou 5.
alarm-why-draft = Quelqu’un a signalé un danger puis s’est arrêté.
alarm-end-acknowledged = Acquittée par { $name }, { $when }
alarm-end-handled = Prise en charge par { $name }, { $when }
alarm-end-over = Incident terminé, { $when }
alarm-end-resumed = Déclaration reprise ou personne rappelée, { $when }
alarm-step = Appel { $number }, { $when } : { $who }, { $channel } ({ $outcome }).
alarm-nobody-there = Personne n’est d’astreinte : tous les responsables sont appelés.
alarm-operator = adresse de l’exploitant
alarm-by-mail = par courriel
alarm-by-webhook = par webhook
alarm-call-waiting = en cours
alarm-call-sent = parti
alarm-call-failed = impossible
alarm-call-not-needed = devenu inutile
call-back-promise = Promettre un rappel
call-back-promise-go = Promettre
call-back-anybody = première personne disponible
call-back-by = par { $name }
call-back-asked = Demandé dans la déclaration, { $when }
call-back-promised = Promis par { $name }, { $when }
call-back-postponed = { $count ->
    [one] reporté une fois
   *[other] reporté { $count } fois
}
call-back-none-here = Aucun rappel promis.
call-back-what = Noter ce qu’il en est
call-back-note = Ce qui a été dit
call-back-outcome-reached = Joint
call-back-outcome-no-answer = Sans réponse
call-back-outcome-wrong-number = Mauvais numéro
call-back-postpone = Reporter
call-back-done = Rappels des dernières 24 heures
call-back-done-by = { $name }, { $when }
ask-promise-name = Qui rappeler
ask-promise-phone = À quel numéro
ask-promise-moment = Quand
ask-promise-moment-hint = Par exemple 14h, demain 9h30, dans 20 min.
ask-promise-about = À quel sujet
ask-promise-caller = Qui rappelle
journal-alarm-rang = Alarme : { $body } a été appelé·e.
journal-alarm-nobody = Alarme, personne d’astreinte : appel à { $body }.
journal-alarm-acknowledged = Alarme acquittée.
journal-call-back-promised = Rappel promis.
journal-call-back-reached = Personne rappelée et jointe. { $body }
journal-call-back-no-answer = Personne rappelée, sans réponse. { $body }
journal-call-back-wrong-number = Personne rappelée, mauvais numéro. { $body }
refused-day-unreadable = Écrivez un jour, par exemple 24/12/2026.
refused-turn-backwards = Ce jour est avant le premier.
refused-turn-too-long = Un tour dure un an au plus.
refused-turn-taken = Quelqu’un est déjà inscrit à ce rang, du { $from } au { $to }. Cochez la case pour prendre sa place.
refused-turn-twice = Cette personne est déjà inscrite ce jour-là à un autre rang.
refused-alarm-over = Cette alarme est déjà terminée.
refused-promise-unreadable = Écrivez un moment à venir, par exemple 14h, demain 9h30 ou dans 20 min.
action-turn-added = Tour d’astreinte inscrit
action-turn-cancelled = Tour d’astreinte retiré
action-alarms-listed = Alarmes affichées
action-alarm-rang = Alarme : appel
action-alarm-acknowledged = Alarme acquittée
action-alarm-ended = Alarme terminée
action-call-backs-listed = Rappels affichés
action-call-back-promised = Rappel promis
action-call-back-done = Rappel fait
action-call-back-postponed = Rappel reporté
mail-alarm-subject = ALARME { $reference }, gravité { $severity }
mail-alarm-body =
    L’incident { $reference }, gravité { $severity } sur 5, attend quelqu’un de la cellule. C’est l’appel n° { $step }.
    { $notes }
    Pour acquitter, ici, une fois connecté. Sans réponse, la personne suivante est appelée dans cinq minutes.

    { $address }

    { $operator }
mail-alarm-draft-subject = ALARME : déclaration interrompue, patients en danger
mail-alarm-draft-body =
    Quelqu’un a signalé un danger pour des patients, puis sa déclaration s’est interrompue. C’est l’appel n° { $step }.
    { $notes }
    Pour acquitter et rappeler, ici, une fois connecté. Sans réponse, la personne suivante est appelée dans cinq minutes.

    { $address }

    { $operator }
mail-alarm-nobody = Personne n’est d’astreinte : tous les responsables de la cellule reçoivent ce message.
mail-alarm-exercise = EXERCICE.
page-take-call = Prise d’appel
call-first = D’abord : la personne a-t-elle déjà commencé ?
call-phone = Son numéro de téléphone
call-phone-hint = Celui qu’elle aurait donné en commençant sa déclaration.
call-find = Chercher sa déclaration
call-none = Aucune déclaration commencée avec ce numéro.
call-found = { $count ->
    [one] Une déclaration commencée avec ce numéro :
   *[other] { $count } déclarations commencées avec ce numéro :
}
call-take-over = Reprendre
call-taken-over = Voici ce que la personne avait déjà écrit. Ce que vous ajoutez est gardé à chaque bouton.
call-regions = Vous ne pouvez déclarer que pour un site de votre région.
call-read-back = Préparer la relecture
call-aloud = À relire à voix haute
call-aloud-end = Est-ce bien cela ?
call-file = Déposer pour la personne
call-done = Déclaration déposée
call-dictate = Code de suivi, à dicter
call-dictate-once = Ce code n’est montré qu’ici. Perdu, il se renouvelle dans le dossier, après un rappel au numéro du registre.
call-again = Cette déclaration était déjà déposée. Son code n’est plus montré : il se renouvelle dans le dossier, après un rappel au numéro du registre.
call-then = Dictez aussi la référence { $reference }. Si la ligne coupe, nous rappelons au { $phone }.
call-another = Prendre un autre appel
transcribed = Transcrit au téléphone par { $name } ({ $role }).
refused-facility-elsewhere = Choisissez dans la liste un site de votre région.
action-declaration-transcribed = Déclaration prise au téléphone
action-draft-taken-over = Brouillon repris au téléphone
digit-0 = zéro
digit-1 = un
digit-2 = deux
digit-3 = trois
digit-4 = quatre
digit-5 = cinq
digit-6 = six
digit-7 = sept
digit-8 = huit
digit-9 = neuf
page-handover = Relève
console-unsigned = { $count ->
    [one] Une relève attend une signature.
   *[other] { $count } relèves attendent une signature.
}
console-unsigned-link = Lire et signer
handover-waits = Relève à signer
handover-by = Laissée par { $name }, { $when }
handover-since = Depuis le { $when }
handover-then = L’état à ce moment-là
handover-own = C’est votre relève : la personne qui arrive la signe.
handover-sign = J’ai lu, je prends la suite
handover-now = Depuis votre dernier passage
handover-leave = Laisser la main
handover-close = Clore ma relève
handover-earlier = Relèves précédentes
handover-all = Toutes les relèves
handover-unsigned = Pas encore signée.
handover-signed-by = Signée par { $name }, { $when }.
handover-part-none = aucun
handover-part-new = Nouveaux
handover-part-taken = Pris en charge
handover-part-qualified = Qualifiés
handover-part-resolved = Dits résolus
handover-part-late = En retard
handover-part-unanswered = Nouvelles sans réponse
handover-alarms = { $count ->
    [0] Aucune alarme n’a sonné.
    [one] Une alarme a sonné.
   *[other] { $count } alarmes ont sonné.
}
handover-call-backs = { $count ->
    [0] Personne à rappeler.
    [one] Une personne à rappeler.
   *[other] { $count } personnes à rappeler.
}
handover-broken = { $count ->
    [0] Aucune promesse de rappel n’est en retard.
    [one] Une promesse de rappel est en retard.
   *[other] { $count } promesses de rappel sont en retard.
}
handover-part-tasks-late = Tâches en retard
handover-part-tasks-soon = Tâches à faire avant la fin du prochain service
handover-task-nobody = pour personne en particulier
handover-tasks-late = { $count ->
    [0] Aucune tâche n’est en retard.
    [one] Une tâche est en retard.
   *[other] { $count } tâches sont en retard.
}
handover-tasks-soon = { $count ->
    [0] Aucune tâche à faire avant la fin du prochain service, { $until }.
    [one] Une tâche à faire avant la fin du prochain service, { $until }.
   *[other] { $count } tâches à faire avant la fin du prochain service, { $until }.
}
handover-tasks-later = { $count ->
    [0] Aucune autre tâche ouverte.
    [one] Une autre tâche ouverte, plus tard ou sans date.
   *[other] { $count } autres tâches ouvertes, plus tard ou sans date.
}
ask-body = Ce que doit savoir la personne qui arrive
ask-body-hint = Ce qui est en cours, ce qui a été promis, ce qui inquiète. Aucune donnée de patient.
refused-handover-own = Une relève est signée par quelqu’un d’autre que la personne qui la laisse.
refused-handover-signed = Cette relève est déjà signée.
action-handover-closed = Relève laissée
action-handover-signed = Relève signée
action-handovers-listed = Relèves affichées
action-tasks-listed = Tâches affichées
turn-count = { $count ->
    [one] Un tour
   *[other] { $count } tours
}
