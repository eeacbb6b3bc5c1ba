page-indicators = Indicateurs
indicators-title = Indicateurs
indicators-none = Aucun indicateur trouvé.
indicators-all = Voir les { $count } indicateurs
indicators-page = Page des indicateurs
indicators-others = { $count ->
    [one] 1 écarté
   *[other] { $count } écartés
 }
indicators-traces = { $count ->
    [0] Traces
    [one] 1 trace
   *[other] { $count } traces
 }
indicators-text = Télécharger les traces en clair
indicators-text-hint = une par ligne, pour un pare-feu ou un SIEM
indicators-dismissed = { $count ->
    [one] 1 indicateur écarté
   *[other] { $count } indicateurs écartés
 }
indicator-kind-ipv4 = IPv4
indicator-kind-ipv6 = IPv6
indicator-kind-domain = Domaine
indicator-kind-url = URL
indicator-kind-email = Courriel
indicator-kind-md5 = MD5
indicator-kind-sha1 = SHA-1
indicator-kind-sha256 = SHA-256
indicator-kind-sha512 = SHA-512
indicator-kind-cve = Vulnérabilité
indicator-kind-bitcoin = Bitcoin
indicator-kind-monero = Monero
indicator-kind-ethereum = Ethereum
indicator-also = Aussi dans
indicator-also-more = et { $count } de plus
indicator-hidden = { $count ->
    [one] Aussi dans 1 autre incident que vous ne pouvez pas lire.
   *[other] Aussi dans { $count } autres incidents que vous ne pouvez pas lire.
 }
indicator-and-hidden = { $count ->
    [one] et dans 1 autre que vous ne pouvez pas lire.
   *[other] et dans { $count } autres que vous ne pouvez pas lire.
 }
indicator-in-declaration = Déclaration, version { $number }
indicator-in-message = Message de la structure, lu { $when }
indicator-in-answer = Message à la structure, lu { $when }
indicator-in-attachment = Fichier { $name }
indicator-in-journal = Main courante, { $when }
indicator-typed = Ajouté à la main, { $when }
indicator-typed-by = Ajouté par { $name }, { $when }
indicator-listed-by = Retenu par la liste « { $list } »
indicator-dismissed-by = Écarté par { $name } : { $reason }
indicator-add = Ajouter des indicateurs
indicator-add-again = Reprendre le texte
indicator-add-text = Texte où les chercher
indicator-add-hint = Collez un message, un journal, une liste : adresses IP, domaines, URL, courriels, empreintes, CVE, portefeuilles, même neutralisés (hxxp, [.]). Rien n’est gardé avant que vous ayez choisi.
indicator-mark = Marquage
indicator-mark-go = Changer le marquage
indicator-look = Chercher
indicator-found = { $count ->
    [one] 1 indicateur dans ce texte
   *[other] { $count } indicateurs dans ce texte
 }
indicator-found-more = { $count ->
    [one] 1 autre n’est pas montré : collez la suite du texte ensuite.
   *[other] { $count } autres ne sont pas montrés : collez la suite du texte ensuite.
 }
indicator-choose = Lesquels ajouter ? Ceux qu’une liste retient ne sont pas cochés.
indicator-add-go = Ajouter, en TLP:{ $mark }
indicator-add-no = Ne rien ajouter
indicator-judge = Marquer ou écarter
indicator-why = Pourquoi n’est-ce pas une trace ?
indicator-dismiss = Écarter
indicator-restore = C’est bien une trace
list-vigie-resolvers = Résolveurs DNS publics
list-vigie-documentation = Domaines de documentation
list-vigie-state = Sites de l’État
list-vigie-everyday = Sites de tous les jours
list-vigie-own = Nos propres domaines
refused-no-indicator = Rien de tel ici : aucune adresse IP publique, aucun domaine, URL, courriel, empreinte, CVE ni portefeuille.
refused-none-chosen = Cochez au moins un indicateur.
refused-mark-not-yours = Seul l’auteur d’un marquage peut l’assouplir. Le durcir est possible à tout moment.
