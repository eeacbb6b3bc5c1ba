# What the trail says of publications.
action-publication-begun = Texte commencé
action-publication-written = Texte modifié
action-publication-submitted = Relecture demandée
action-publication-sent-back = Texte renvoyé à qui l’a écrit
action-publication-scheduled = Texte relu, publication programmée
action-publication-unscheduled = Publication programmée reprise
action-publication-published = Texte publié après relecture
action-publication-published-alone = Texte publié sans relecture
action-publication-withdrawn = Texte retiré
action-publication-library-loaded = Fiches et guides du logiciel ajoutés

# Why a text cannot go on.
refused-publication-changed = Quelqu’un a modifié ce texte depuis que vous l’avez ouvert. Rien n’est perdu : comparez les deux, puis enregistrez.
refused-publication-own = Vous avez écrit une partie de ce texte : une autre personne doit le relire.
refused-publication-moved = Ce texte n’en est plus là : relisez la page, puis recommencez.
refused-publication-scheduled = Ce texte attend son heure de publication : reprenez-le d’abord.
refused-publication-red = TLP:RED nomme ses lecteurs : un tel texte ne se publie pas ici. Choisissez une autre marque.
refused-publication-slug = Cette adresse ne convient pas : des lettres sans accent, des chiffres et des tirets, 80 caractères au plus.
refused-publication-link = Ce lien ne sera pas publié : { $value }. Écrivez une adresse en https:// ou un chemin de ce site.
refused-publication-image = Cette image n’est pas sur ce site : { $value }. Ajoutez-la au texte, puis utilisez l’adresse donnée.
refused-publication-image-alt = Dites ce que montre l’image { $value }, pour qui ne la voit pas.
refused-publication-sections = Il manque des parties, ou elles ne sont pas dans l’ordre : { $sections }.
refused-publication-cve = Ce n’est pas un numéro CVE : « { $value } ». Écrivez par exemple CVE-2026-12345.
refused-publication-cwe = Ce n’est pas un numéro CWE : « { $value } ». Écrivez par exemple CWE-79.
refused-publication-cvss = Ce vecteur CVSS ne se lit pas : « { $value } ». Il commence par CVSS:3.1/ ou CVSS:4.0/ et porte toutes les mesures obligatoires.
refused-publication-product = Chaque produit a un éditeur et un nom.
refused-publication-day = Ce n’est pas un jour : « { $value } ». Écrivez par exemple 2026-12-01.
refused-publication-period = La période finit avant de commencer.
refused-publication-source = Chaque source a un titre ou un auteur.
refused-publication-address = Ce n’est pas une adresse : « { $value } ». Elle commence par https://.
