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
