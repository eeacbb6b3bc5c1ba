# Signaler, modérer, lever le voile sur qui a écrit sans se nommer, faire quelque chose d’un fil.
action-community-reported = Message signalé à la modération
action-community-judged = Message jugé par la modération
action-community-shown-again = Message masqué montré à nouveau
action-community-reveal-asked = Nom de qui a écrit sans se nommer demandé
action-community-reveal-granted = Nom de qui a écrit sans se nommer accordé
action-community-reveal-refused = Nom de qui a écrit sans se nommer refusé
action-community-reveal-seen = Nom de qui a écrit sans se nommer lu
action-community-raise-asked = Accord demandé aux auteurs d’un fil
action-community-raise-agreed = Accord donné par l’auteur d’un message
action-community-raise-declined = Accord refusé par l’auteur d’un message
action-community-raised = Fil remonté, ou demande abandonnée

refused-moderation-long = C’est trop long : { $most } signes au plus.
refused-moderation-words = Écrivez au moins quelques mots.
refused-report-hidden = Ce message n’est déjà plus lisible : il n’y a plus rien à signaler.
refused-report-own = Ce message est le vôtre : vous pouvez le modifier ou le retirer.
refused-report-once = Vous avez déjà signalé ce message. La modération l’a sous les yeux.
refused-judged-before = Quelqu’un d’autre vient de décider de ce message. Relisez ce qu’il en est.
refused-reveal-asked = Une autre demande est en cours pour ce message, ou vient d’être accordée.
refused-reveal-refused = Cette demande vous a été refusée : une autre personne de la modération peut la faire.
refused-reveal-decided = Cette demande a déjà sa réponse, ou a expiré.
refused-reveal-second = Vous avez fait cette demande : une autre personne doit y répondre.
refused-raise-posts = Choisissez de un à cinquante messages.
refused-raise-red = Un message TLP:RED, ou qui n’est plus lisible, ne sort pas d’ici. Retirez-le de votre choix.
refused-raise-open = Une demande est déjà en cours pour ce fil.
refused-raise-over = Cette demande est finie, ou le message a changé depuis : il est laissé de côté.
refused-raise-nobody = Aucun auteur n’a encore donné son accord.

page-moderation = Modération
page-moderation-case = Juger un message
page-moderation-act = Agir sur un message jugé
page-moderation-log = Journal de modération
page-moderation-names = Noms demandés
page-moderation-name-act = Répondre à une demande de nom
page-post-report = Signaler ce message
page-for-me = Pour moi
page-for-me-act = Répondre à ce qui m’est demandé
page-thread-raise = Faire quelque chose de ce fil
page-thread-raise-act = Donner suite à un fil

moderation-post = Un message
moderation-post-away = un message que vous ne pouvez plus lire
moderation-back-post = Retour au message
moderation-about = À propos de :
moderation-new = Nouveau
moderation-report = Signaler
moderation-case-see = Modérer
moderation-raise = Faire quelque chose de ce fil

moderation-report-lead = Seules les personnes qui modèrent sauront que vous l’avez signalé. L’auteur du message ne l’apprendra pas.
moderation-report-red = Ce message est TLP:RED : si la modération n’est pas nommée, elle verra qui l’a écrit, où, quand, et vos mots, jamais le texte. N’en citez rien.
moderation-report-before = Vous avez déjà signalé ce message. Ce qui en sera décidé se lira dans « Pour moi ».
moderation-report-go = Signaler
moderation-field-reason = Pourquoi ?
moderation-field-words = En quelques mots
moderation-field-words-hint = Facultatif, sauf pour une autre raison.
moderation-reason-respect = Manque de respect
moderation-reason-wrong = Information fausse, qui peut nuire
moderation-reason-personal = Personne ou patient reconnaissable
moderation-reason-marking = Ne devrait pas être su si loin
moderation-reason-advertising = Publicité, démarchage
moderation-reason-off-topic = Sans rapport avec cet espace
moderation-reason-other = Autre raison

moderation-cases = Messages signalés
moderation-cases-none = Aucun signalement n’attend.
moderation-reports = { $count ->
    [one] { $count } signalement
   *[other] { $count } signalements
}
moderation-names-wait = { $count ->
    [one] { $count } attend une réponse
   *[other] { $count } attendent une réponse
}
moderation-unread = Vous n’êtes pas parmi les lecteurs de ce message : son texte ne vous est pas montré. Vous pouvez le masquer sans l’avoir lu.
moderation-changed = Son auteur l’a modifié depuis le signalement : ses versions se lisent depuis le fil.
moderation-reported = Signalements
moderation-reported-none = Personne ne l’a signalé.
moderation-reporter-unsaid = Nom non montré : l’auteur du message, qui ne se nomme pas, pourrait être l’un de vous
moderation-warned = Déjà dit à son auteur
moderation-judge = Décider
moderation-judge-go = Décider
moderation-field-verdict = Ce que vous décidez
moderation-verdict-nothing = Rien à redire
moderation-verdict-hide = Masquer le message
moderation-verdict-warn = Avertir son auteur
moderation-verdict-both = Masquer le message et avertir son auteur
moderation-field-told = À lire à la place du message
moderation-field-told-hint = Si vous le masquez. Tous les lecteurs du fil le liront, et le journal de modération le gardera.
moderation-field-warning = À dire à son auteur
moderation-field-warning-hint = Si vous l’avertissez. Lui seul le lira, à sa prochaine visite.
moderation-field-answer = À dire à qui l’a signalé
moderation-field-answer-hint = Facultatif. Ce que vous décidez lui est dit de toute façon.
moderation-field-why = Pourquoi le montrer à nouveau
moderation-field-why-hint = Le journal de modération le gardera.
moderation-show = Montrer à nouveau
moderation-show-go = Montrer à nouveau
moderation-done-juge = C’est décidé. Qui a signalé ce message l’apprendra dans « Pour moi ».
moderation-done-montre = Le message peut être lu à nouveau.

moderation-name-ask = Demander à connaître l’auteur
moderation-name-ask-text = Une autre personne de la modération doit l’accorder. Vous deux verrez alors le nom, pour ce seul message et pendant trente jours. Son auteur en sera prévenu, et chaque lecture du nom est écrite dans la trace.
moderation-name-ask-go = Demander
moderation-field-grounds = Pour quelle raison grave
moderation-field-grounds-hint = Ceux qui lisent ce message la liront dans le journal de modération, et son auteur si le nom est accordé.
moderation-done-demande = C’est noté. Une autre personne de la modération doit répondre.
moderation-names-lead = Le nom de qui a écrit sans se nommer n’est connu qu’à deux : qui le demande et qui l’accorde. Personne n’a à dire pourquoi il ne répond pas à une demande.
moderation-names-none = Rien n’a été demandé ces six derniers mois.
moderation-name-waiting = Attend une autre personne
moderation-name-lapsed = Sans réponse, expirée
moderation-name-granted = Accordé
moderation-name-until = Accordé, lisible jusqu’au { $when }
moderation-name-over = Accordé, plus lisible
moderation-name-refused = Refusé
moderation-name-is = Écrit par
moderation-name-is-text = Ne le notez nulle part. Cette lecture est écrite dans la trace.
moderation-name-gone = une personne qui n’a plus de compte
moderation-asked-by = Demandé par { $name },
moderation-decided-by = Répondu par { $name },
moderation-grant = Accorder
moderation-refuse = Refuser
moderation-see = Voir le nom
moderation-done-repondu = Votre réponse est notée.

moderation-log-lead = Ce que la modération a fait, jour par jour. Ni qui a signalé, ni qui a été averti n’y figurent ; ce qui s’est dit là où vous ne lisez pas n’y est pas détaillé.
moderation-log-none = Rien n’a encore été fait.
moderation-log-hidden = Message masqué
moderation-log-shown = Message montré à nouveau
moderation-log-warned = Auteur averti
moderation-log-moved = Fil déplacé
moderation-log-archived = Groupe archivé
moderation-log-reopened = Groupe rouvert
moderation-log-reveal-asked = Nom de l’auteur demandé
moderation-log-reveal-granted = Nom de l’auteur accordé à deux personnes
moderation-log-reveal-refused = Nom de l’auteur refusé

moderation-waiting = { $count ->
    [one] Quelque chose vous attend.
   *[other] { $count } choses vous attendent.
}
moderation-waiting-see = Les lire
moderation-way = Modération
moderation-way-waits = { $count ->
    [one] { $count } à traiter
   *[other] { $count } à traiter
}
moderation-own-none = Rien ne vous attend.
moderation-own-warnings = Ce que la modération vous dit
moderation-read = J’ai lu
moderation-own-asked = Ce que la cellule vous demande
moderation-own-asked-text = La cellule voudrait se servir de ce que vous avez écrit, sans dire votre nom. Sans votre accord, elle ne le fait pas. Si vous aviez écrit sans vous nommer, votre réponse ne vous nomme pas non plus.
moderation-purpose = Pour quoi faire :
moderation-agree = D’accord
moderation-decline = Pas d’accord
moderation-agreed = Vous êtes d’accord.
moderation-declined = Vous n’êtes pas d’accord.
moderation-mind = Vous pouvez changer d’avis tant que la cellule n’en a rien fait.
moderation-own-revealed = Ce qui a été révélé
moderation-own-revealed-text = Deux personnes de la modération peuvent savoir, pendant trente jours, que vous avez écrit ceci. Personne d’autre ne l’apprend.
moderation-own-reports = Ce que vous avez signalé
moderation-waits = La modération n’a pas encore décidé.
moderation-became-nothing = La modération n’y a rien trouvé à redire.
moderation-became-hide = Le message a été masqué.
moderation-became-warn = La modération a parlé à son auteur.
moderation-became-both = Le message a été masqué, et la modération a parlé à son auteur.
moderation-done-signale = C’est signalé. Ce qui en sera décidé se lira ici.
moderation-done-lu = C’est noté.
moderation-done-accord = Votre réponse est notée.

moderation-raise-lead = Avec l’accord de leurs auteurs et sans leurs noms, des messages de ce fil peuvent devenir une alerte, une note dans un dossier ou une ligne d’un événement. Ce qui n’est pas accordé est laissé de côté.
moderation-raise-none = Aucun message de ce fil ne peut sortir d’ici.
moderation-field-posts = Messages dont vous voudriez vous servir
moderation-field-posts-hint = Les messages TLP:RED et ceux qui ne sont plus lisibles n’y sont pas.
moderation-field-purpose = Pour quoi faire
moderation-field-purpose-hint = Leurs auteurs le liront avant de répondre.
moderation-raise-go = Demander leur accord
moderation-raise-open = Accords demandés
moderation-raise-yes = D’accord
moderation-raise-no = Pas d’accord
moderation-raise-waits = Pas encore de réponse
moderation-raise-stale = A changé : laissé de côté
moderation-raise-alert = En faire un projet d’alerte
moderation-raise-alert-text = Les textes accordés forment un projet, sous le plus strict de leurs marquages. Vous l’écrivez et le faites relire comme toute alerte.
moderation-raise-alert-go = Créer le projet d’alerte
moderation-raise-incident = L’ajouter à un dossier
moderation-field-reference = Référence du dossier
moderation-field-reference-hint = Une note s’ajoute à son journal, sans aucun nom.
moderation-raise-incident-go = Ajouter la note
moderation-raise-event = L’ajouter à un événement
moderation-field-number = Numéro de l’événement
moderation-field-number-hint = Une ligne s’ajoute à son journal, sans aucun nom.
moderation-raise-event-go = Ajouter la ligne
moderation-raise-drop = Abandonner la demande
moderation-raise-note = Dit dans l’espace privé ; ajouté avec l’accord des auteurs, sans leurs noms.
moderation-done-accords = Les auteurs sont prévenus. Leurs réponses se liront ici.
moderation-done-abandon = La demande est abandonnée.
moderation-raised-alert = La cellule en a fait un projet d’alerte, avec l’accord des auteurs :
moderation-raised-incident = La cellule l’a ajouté à un dossier, avec l’accord des auteurs :
moderation-raised-event = La cellule l’a ajouté à un événement, avec l’accord des auteurs :
moderation-raised-read = Lire l’alerte :
refused-raise-event = Aucun événement ouvert de ce numéro n’est à votre portée.
refused-raise-incident = Aucun dossier de cette référence n’est à votre portée.
