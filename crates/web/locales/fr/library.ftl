# La bibliothèque d’un groupe : fichiers, retours d’expérience, exemplaires au nom de qui les lit.
action-community-document-added = Fichier ajouté dans l’espace privé
action-community-document-taken = Document de l’espace privé emporté
action-community-report-written = Retour d’expérience écrit, à relire
action-community-report-reviewed = Retour d’expérience relu et accepté

refused-file-unnamed = Sous ce marquage, un document ne part qu’avec le nom de qui le lit sur chaque page : ajoutez-le en PDF, PNG ou JPEG, ou choisissez un marquage plus large.
refused-file-undrawable = Ce fichier ne peut pas être redessiné avec le nom de qui le lit : il est protégé, abîmé ou trop long. Enregistrez-le à nouveau en PDF simple, ou choisissez un marquage plus large.
refused-file-stays = Ce fichier ne part plus : sous ce marquage, le nom de qui le lit devrait figurer sur chaque page, et seuls un PDF ou une image le permettent.
refused-file-virus = Ce fichier est celui qui sert à essayer les antivirus : il n’est pas gardé.
refused-file-missing = Choisissez le fichier de la nouvelle version.
refused-file-gone = Un de ces fichiers n’est plus là. Choisissez-le à nouveau.
refused-file-of-the-unnamed = Un fichier peut porter votre nom sans que vous le voyiez. Signez votre message, ou publiez-le sans fichier.
refused-files-many = { $most ->
    [one] Un seul fichier ici.
   *[other] { $most } fichiers au plus par message.
 }
refused-files-of-a-day = Vous avez envoyé beaucoup de fichiers. Publiez ou retirez ceux qui attendent, ou revenez demain.
refused-retex-section = Écrivez cette partie : elle aide ceux à qui cela arrivera.
refused-retex-reviewers = Choisissez au moins une personne du groupe, autre que vous, pour relire.
refused-retex-reviewers-named = Qui relit doit aussi pouvoir lire ensuite : choisissez parmi les lecteurs que vous nommez.
refused-retex-reviewed = Quelqu’un a déjà accepté ce retour d’expérience.
refused-retex-own = Un autre que son auteur relit un retour d’expérience.
refused-retex-in-review = Ce retour d’expérience attend sa relecture. D’ici là, vous pouvez seulement changer les personnes qui le relisent.

page-community-library = Bibliothèque
page-community-report = Écrire un retour d’expérience
page-community-document = Un document
page-community-document-file = Emporter un document
page-community-document-act = Relire un document

library-title = Bibliothèque : { $group }
library-add-file = Ajouter un document
library-add-report = Écrire un retour d’expérience
library-kinds = Sortes de documents
library-kinds-all = Tout
library-kinds-retex = Retours d’expérience
library-kinds-file = Fichiers
library-kind-retex = Retour d’expérience
library-kind-file = Fichier
library-none = Rien ici pour l’instant. Un fichier joint à un message du groupe, ou un retour d’expérience relu, y prend place.
library-documents = Documents
library-waiting = En relecture
library-see = Fiche
library-attach = Joindre des fichiers
library-file = Fichiers
library-file-hint = Facultatif. { $count ->
    [one] Un fichier
   *[other] { $count } fichiers au plus
 }, { $max } Mo chacun. Lus par ceux qui lisent ce message, jamais ouverts ici. Retirez-en ce qui concerne des patients.
library-files-kept = Fichiers déjà reçus
library-replaces = Nouvelle version de « { $title } » : joignez-la, et dites ce qui change.
library-report-lead = Ce qui vous est arrivé aide les autres. Un membre du groupe au moins le relit : d’ici là, seuls lui et vous le lisez, puis ceux que vous choisissez ici.
library-report-send = Donner à relire
library-thread = Voir dans son fil, en parler
library-new-version = Ajouter une nouvelle version
library-edit = Modifier le texte
library-text-versions = Voir les versions du texte
library-take = Télécharger { $file }
library-take-report = Télécharger en PDF
library-named = Sous ce marquage, votre exemplaire porte votre nom et le moment sur chaque page.
library-untagged = Un lecteur d’écran en lit le texte dans l’ordre des pages, sans titres ni tableaux ; ce qui en est dit ici se lit avec les siens.
library-waits = En relecture. Une fois accepté, il sera lu sous TLP:{ $mark }.
library-waits-for-you = On vous demande de relire. Une fois accepté, il sera lu sous TLP:{ $mark }.
library-waits-paper = Ce retour d’expérience n’a pas encore été relu.
library-reviewed = Relu par { $name }, { $when }.
library-reviewed-by = relu par { $name }
library-changed-since = Modifié depuis par son auteur.
library-review = Votre relecture
library-review-text = Rien ne doit désigner un patient, ni un établissement qui ne l’a pas voulu ; ce qui est dit doit servir à d’autres. Sinon, dites dans son fil ce qui manque : son auteur le modifie, puis vous relisez.
library-accept = Accepter : il peut être lu
library-versions = Versions
library-more = Autres actions
library-copy = Exemplaire de { $name }

community-done-relu = Accepté. Ceux que son auteur a choisis peuvent le lire.

community-field-reviewers = Qui relit
community-field-reviewers-hint = Une de ces personnes suffit.
community-field-retex_context = Contexte
community-field-retex_context-hint = Quelle sorte de structure, quels systèmes, quelle équipe.
community-field-retex_happened = Ce qui s’est passé
community-field-retex_happened-hint = Dans l’ordre : ce qu’on a vu, décidé et fait, et quand.
community-field-retex_helped = Ce qui a aidé
community-field-retex_missing = Ce qui a manqué
community-field-retex_changed = Ce que vous avez changé
community-field-retex_advice = Vos conseils aux autres
