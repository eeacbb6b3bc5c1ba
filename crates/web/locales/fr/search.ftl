# Searching all that is published.
page-search = Recherche
search-label = Que cherchez-vous ?
search-hint = Un mot, un produit, un numéro CVE. Entre guillemets, les mots se suivent.
search-button = Chercher
search-count = { $count ->
    [0] Rien trouvé
    [one] { $count } résultat
   *[other] { $count } résultats
}
search-more = Plus de { $count } résultats
search-none = Essayez un mot plus court ou plus courant, ou retirez un filtre. Les fiches et les guides se lisent aussi par leur liste.
search-suggestion = Vouliez-vous dire :
search-cut = Seuls les { $words } premiers mots et les { $characters } premiers caractères ont été cherchés.
search-narrow = Affiner
search-narrowed = Filtres
search-widen = Retirer le filtre
search-facet-kind = Par type
search-facet-severity = Par gravité
search-facet-year = Par année
search-facet-vendor = Par éditeur
search-why-name = « { $word } » : nom ou numéro exact
search-why-title = « { $word } » dans le titre
search-why-summary = « { $word } » dans le résumé
search-why-text = « { $word } » dans le texte
search-why-and = {" ; "}
