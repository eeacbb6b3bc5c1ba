page-subscribe = S’abonner par courriel
page-subscription-confirm = Confirmer l’abonnement
page-subscription-change = Modifier mon abonnement
page-unsubscribe = Se désabonner
page-sent = Envois

subscribe-lead = Recevez les alertes et les publications de la cellule par courriel, sans compte. Vous arrêtez quand vous voulez, d’un clic.
subscribe-kinds = Que voulez-vous recevoir ?
subscribe-kind-alert = Les alertes
subscribe-kind-bulletin = Les bulletins
subscribe-kind-news = Les actualités
subscribe-kind-card = Les fiches réflexes
subscribe-kind-guide = Les guides
subscribe-severity = Quelles alertes ?
subscribe-severity-hint = Ne concerne que les alertes.
subscribe-severity-1 = Toutes
subscribe-severity-2 = À partir de la gravité 2 (modérée)
subscribe-severity-3 = À partir de la gravité 3 (sérieuse)
subscribe-severity-4 = À partir de la gravité 4 (très sérieuse)
subscribe-severity-5 = Gravité 5 (critique) seulement
subscribe-products = Seulement pour certains produits
subscribe-products-hint = Ne concerne que les alertes. Si vous ne cochez rien, vous recevez celles de tous les produits.
subscribe-products-other = Produits que plus aucune publication ne cite
subscribe-vendor = Tous les produits { $vendor }
subscribe-rhythm = Quand ?
subscribe-rhythm-now = Dès la parution
subscribe-rhythm-daily = Une fois par jour, à 8 h
subscribe-rhythm-weekly = Une fois par semaine, le lundi à 8 h
subscribe-rhythm-hint = Heure de Paris. S’il n’y a rien de nouveau, rien ne part.
subscribe-language = Langue des courriels
subscribe-go = S’abonner
subscribe-already = Déjà abonné ? Modifier ou arrêter
subscribe-privacy = Ce que nous gardons de vous
subscribe-sent-title = Ouvrez votre messagerie
subscribe-sent = Un courriel est parti à cette adresse, avec un lien pour confirmer. Rien d’autre ne sera envoyé tant que vous ne l’avez pas fait. Vous ne le voyez pas ? Regardez dans les indésirables. Pour protéger les boîtes, nous envoyons au plus 3 demandes par jour à une même adresse.
subscribe-again = L’adresse était fausse ? Recommencer
subscribe-anew = S’abonner à nouveau
subscription-confirm-lead = Quelqu’un, sans doute vous, a demandé ceci. Si ce n’est pas vous, fermez cette page : rien ne sera envoyé.
subscription-confirm-go = Confirmer
subscription-confirmed-title = Abonnement confirmé
subscription-confirmed = C’est fait. Chaque courriel contient le lien pour modifier ou arrêter.
subscription-change-lead = Donnez votre adresse : nous y envoyons un lien qui ouvre vos choix pendant une heure.
subscription-change-ask = Recevoir le lien
subscription-change-sent = Si cette adresse est abonnée, un lien vient d’y partir. Il ouvre vos choix pendant une heure.
subscription-change-of = Abonnement de { $email }
subscription-change-go = Enregistrer
subscription-changed = Vos choix sont enregistrés.
subscription-end = Se désabonner de tout
subscription-end-lead = Un clic, et plus rien ne part. L’adresse est effacée aussitôt.
subscription-end-go = Se désabonner
subscription-end-rather = Plutôt recevoir moins de courriels
subscription-ended-title = Vous êtes désabonné
subscription-ended = Cet abonnement est arrêté et son adresse effacée. Un courriel déjà parti peut encore arriver. Si vous vous êtes réabonné depuis, servez-vous du lien d’un courriel plus récent.
refused-subscription-product = Ce n’est pas un produit de la liste.
refused-link-spent = Ce lien ne sert plus : il a déjà servi, ou il est trop ancien. Recommencez la demande.

sent-way = Ce qui est parti par courriel
sent-lead = Combien de courriels sont partis, et pour quoi. Jamais à qui : les adresses ne se lisent nulle part.
sent-people = Abonnés
sent-people-total = { $count ->
    [one] { $count } abonné
   *[other] { $count } abonnés
  }
sent-people-none = Personne n’est encore abonné. Le lien vers l’abonnement est dans le plan du site.
sent-mailings = Par publication
sent-mailings-none = Rien n’est encore parti. Ce qui est publié en TLP:CLEAR part de lui-même.
sent-what = Publication
sent-when = Parue
sent-told = Destinataires
sent-queued = En attente
sent-sent = Envoyés
sent-failed = Refusés
sent-ended = Abonnements arrêtés
sent-version = version { $version }
sent-gone = Publication retirée ou restreinte
sent-days = Par jour
sent-day = Jour

action-subscription-confirmed = Abonnement par courriel confirmé
action-subscription-changed = Abonnement par courriel modifié
action-subscription-ended = Abonnement par courriel arrêté, adresse effacée
action-subscription-refused = Abonnement par courriel arrêté : l’adresse refuse le courrier

mail-subscribe-subject = Confirmez votre abonnement
mail-subscribe-body =
    Bonjour,

    Vous, ou quelqu’un d’autre, avez demandé à recevoir nos publications à cette adresse. Pour confirmer, ouvrez l’adresse ci-dessous, puis appuyez sur le bouton, dans les trois jours :

    { $address }

    Si ce n’est pas vous, ne faites rien : rien ne vous sera envoyé, et votre adresse sera effacée.

    { $operator }
mail-choices-subject = Modifier votre abonnement
mail-choices-body =
    Bonjour,

    Vos choix s’ouvrent à l’adresse ci-dessous, pendant une heure :

    { $address }

    Si vous ne l’avez pas demandé, ne faites rien, et ne transmettez pas ce courriel : rien n’a changé.

    { $operator }
mail-told-kind-alert = Alerte
mail-told-kind-bulletin = Bulletin
mail-told-kind-news = Actualité
mail-told-kind-card = Fiche réflexe
mail-told-kind-guide = Guide
mail-told-severity-1 = mineure
mail-told-severity-2 = modérée
mail-told-severity-3 = sérieuse
mail-told-severity-4 = très sérieuse
mail-told-severity-5 = critique
mail-told-alert = { $kind }, gravité { $severity } sur 5 ({ $grave })
mail-told-subject = { $what } : { $title }
mail-told-subject-again = Mise à jour – { $what } : { $title }
mail-told-changes = Ce qui a changé : { $changes }
mail-told-in-french = (Ce texte n’existe qu’en français.)
mail-told-digest-daily = { $count ->
    [one] { $count } publication de la cellule depuis hier
   *[other] { $count } publications de la cellule depuis hier
  }
mail-told-digest-weekly = { $count ->
    [one] { $count } publication de la cellule cette semaine
   *[other] { $count } publications de la cellule cette semaine
  }
mail-told-foot =
    ____________________

    Vous recevez ce courriel parce que vous vous êtes abonné aux publications de : { $operator }. Il ne dit à personne si vous l’avez lu.
    Se désabonner : { $end }
    Modifier ses choix : { $change }
