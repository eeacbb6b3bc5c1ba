term-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
  }
term-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
  }
term-months = { $n } mois
term-years = { $n ->
    [one] { $n } an
   *[other] { $n } ans
  }
privacy-lead = Nous ne gardons que ce qui sert à traiter les incidents et à protéger ce service. Chaque jour, ce dont le temps est passé est effacé, et l’effacement est tracé.
privacy-controller = Responsable du traitement : { $publisher }, { $address }.
privacy-caption = Ce que nous gardons
privacy-what = Données
privacy-why = Pourquoi
privacy-long = Combien de temps
privacy-who = Qui les lit
privacy-declaration-what = Votre déclaration
privacy-declaration-detail = Ce que vous déclarez, vos nom, fonction, téléphones et adresses, vos messages, vos fichiers, et ce que la cellule note en la traitant.
privacy-declaration-why = Traiter l’incident, vous aider, prévenir les autorités que la loi désigne : mission d’intérêt public (RGPD, art. 6, 1, e ; code de la santé publique, art. L. 1111-8-2 et D. 1111-16-2 et suivants).
privacy-declaration-long = { $incidents } après la clôture du dossier ou, s’il change encore, après son dernier changement.
privacy-declaration-who = { $operator }, l’agence régionale de santé de la région du site, et le ministère chargé de la santé quand la loi le prévoit. Chaque consultation laisse une trace.
privacy-draft-what = Un brouillon
privacy-draft-detail = Ce que vous avez écrit avant de déclarer.
privacy-draft-why = Ne rien perdre si le réseau coupe, et vous rappeler si quelqu’un est en danger (RGPD, art. 6, 1, d et e).
privacy-draft-long = { $drafts } après le dernier écran envoyé. Vidé dès que vous déclarez.
privacy-draft-who = Vous seul, par le code de reprise. La cellule aussi, si vous avez dit qu’il y a un danger et laissé un numéro.
privacy-letter-what = Nos courriels
privacy-letter-detail = Votre adresse, et la référence. Jamais ce que vous avez déclaré.
privacy-letter-why = Vous dire qu’il y a du nouveau (RGPD, art. 6, 1, e).
privacy-letter-long = { $jobs } une fois partis. Ceux qui n’ont pas pu partir, { $given_up } au plus.
privacy-letter-who = Les personnes qui exploitent le serveur.
privacy-account-what = Le compte d’un agent
privacy-account-detail = Adresse, nom, rôles, connexions ouvertes. Le mot de passe n’est gardé que sous une forme d’où l’on ne peut pas le retrouver.
privacy-account-why = Réserver les dossiers aux personnes habilitées (RGPD, art. 6, 1, e, et 32).
privacy-account-long = Tant que le compte sert.
privacy-account-who = La personne elle-même, et les administrateurs.
privacy-try-what = Un essai manqué
privacy-try-detail = L’adresse IP d’où un code ou un mot de passe faux a été essayé.
privacy-try-why = Ralentir qui cherche à deviner (RGPD, art. 6, 1, e, et 32).
privacy-try-long = 24 heures. Le lieu d’où une personne se connecte d’habitude, 90 jours.
privacy-try-who = Personne : le programme seul s’en sert.
privacy-trail-what = Le journal d’audit
privacy-trail-detail = Qui a fait, vu ou téléchargé quoi, et quand : des numéros, pas des noms, et l’adresse IP des connexions refusées. Rien de ce qui a été déclaré.
privacy-trail-why = Prouver que seules les personnes habilitées ont lu une déclaration, et que rien n’a été modifié en cachette (RGPD, art. 5, 2, et 32).
privacy-trail-long = Aussi longtemps que le service : ses entrées s’enchaînent, et l’on n’en peut ôter aucune sans que cela se voie. Une fois un dossier ou un compte effacé, ses numéros ne mènent plus à personne.
privacy-trail-who = Les auditeurs.
privacy-after-title = Ce qui reste ensuite
privacy-after-text = Un compte, sans rien qui désigne quelqu’un : tant d’incidents telle année, dans telle région, pour telle catégorie de structure, de telle nature, selon tels critères, de telle gravité. Les exercices n’y comptent pas. Une copie de sauvegarde peut contenir quelque temps encore ce qui vient d’être effacé ; elle ne sert qu’à rétablir le service.
privacy-held-title = Quand un dossier doit être gardé plus longtemps
privacy-held-text = Une plainte, un procès ou une enquête peuvent l’exiger. La personne qui dirige la cellule en donne alors l’ordre, avec sa raison ; rien n’est effacé tant qu’elle ne l’a pas levé.
privacy-browser-title = Ce que votre navigateur garde
privacy-browser-text = Des témoins, tous nécessaires au service (loi Informatique et Libertés, art. 82) : un qui protège les formulaires ; un qui retrouve votre brouillon pendant { $drafts } ; un qui vous laisse suivre votre déclaration pendant 12 heures ; un qui garde la connexion d’un agent, 12 heures au plus. Aucun ne sert à mesurer ni à suivre, et aucune page n’appelle un autre site.
privacy-rights-title = Vos droits
privacy-rights-text = Vous pouvez demander à voir vos données (RGPD, art. 15), à les rectifier (art. 16), à en limiter l’usage (art. 18), vous y opposer (art. 21) et les faire effacer quand la loi ne nous demande pas de les garder (art. 17) : écrivez à { $email }. Si notre réponse ne vous convient pas, adressez-vous à la CNIL (art. 77).
hold-title = Conservation
hold-since = À conserver depuis le { $when }, sur l’ordre de { $name }. Rien n’en sera effacé tant que l’ordre n’est pas levé.
hold-none = Une fois clos, ce dossier est effacé au bout de { $kept } sans changement.
hold-order = Ordonner la conservation
hold-order-hint = La procédure qui l’exige : plainte, procès, enquête. La cellule lit ce que vous écrivez.
hold-lift = Lever l’ordre de conservation
hold-lift-hint = Si son temps est passé, le dossier sera effacé dès le prochain effacement quotidien.
journal-hold = Conservation ordonnée. { $body }
journal-lift = Ordre de conservation levé. { $body }
refused-held-already = Un collègue a déjà ordonné la conservation de ce dossier.
refused-not-held = L’ordre de conservation est déjà levé.
