# The first gestures for each kind of incident, in order: `title`, `why`, `do-…`, `avoid-…`, `then`.
# $operator: who answers; $phone: the number to call at any hour. Counts are in the cards of the declarations.

## ransom
gestures-ransom-title = Fichiers illisibles ou demande de rançon
gestures-ransom-why = La première heure sert à protéger les patients, puis à empêcher l’attaque de s’étendre.
gestures-ransom-do-1 = Les patients d’abord : là où les soins dépendent de l’informatique, passez à la procédure dégradée, sur papier.
gestures-ransom-do-2 = Débranchez du réseau les postes touchés : retirez le câble, coupez le Wi-Fi. Laissez-les allumés, leur mémoire contient des preuves.
gestures-ransom-do-3 = Isolez du réseau les serveurs et les sauvegardes, sans les éteindre.
gestures-ransom-do-4 = Coupez les accès à distance et les liaisons avec les autres sites et les prestataires.
gestures-ransom-do-5 = Prévenez l’informatique et la direction par téléphone : la messagerie est peut-être lue.
gestures-ransom-do-6 = Photographiez les écrans et le message de rançon. Notez l’heure, les postes, qui a vu quoi.
gestures-ransom-do-7 = Gardez au moins une sauvegarde hors ligne, à l’abri.
gestures-ransom-do-8 = Ouvrez une main courante : chaque décision, son heure, son auteur.
gestures-ransom-avoid-1 = Ne payez pas et ne répondez pas aux attaquants.
gestures-ransom-avoid-2 = N’éteignez pas, ne nettoyez pas et ne réinstallez pas les machines touchées.
gestures-ransom-avoid-3 = Ne branchez ni sauvegarde ni clé USB sur un système touché.
gestures-ransom-then = Appelez { $operator } au { $phone } : nous vous aidons à contenir l’attaque, puis à repartir. Déposez plainte dans les 72 heures : votre assurance peut en dépendre.

## account
gestures-account-title = Messages ou comptes piratés
gestures-account-why = Il faut reprendre la main sur le compte avant qu’il ne serve à atteindre les soins ou d’autres personnes.
gestures-account-do-1 = Les patients d’abord : si le compte ouvre le dossier patient ou les prescriptions, bloquez-le et faites vérifier les dernières prescriptions.
gestures-account-do-2 = Depuis un poste sain, changez le mot de passe et fermez toutes les sessions ouvertes.
gestures-account-do-3 = Vérifiez la double authentification : retirez les appareils que la personne ne reconnaît pas.
gestures-account-do-4 = Photographiez les règles de transfert ajoutées à la boîte aux lettres, puis supprimez-les.
gestures-account-do-5 = Prévenez par téléphone ceux qui ont reçu un message frauduleux : ne rien ouvrir, ne rien payer.
gestures-account-do-6 = Cherchez d’autres comptes touchés : connexions d’un lieu ou à une heure inhabituels.
gestures-account-do-7 = Conservez les messages d’origine et les journaux de connexion.
gestures-account-avoid-1 = Ne supprimez pas les messages frauduleux : ce sont des preuves.
gestures-account-avoid-2 = N’utilisez pas la messagerie touchée pour parler de l’incident : téléphonez.
gestures-account-avoid-3 = Ne reprenez aucun mot de passe déjà utilisé, ni ici ni sur un autre compte.
gestures-account-then = Appelez { $operator } au { $phone } si plusieurs comptes sont touchés, ou un compte d’administration. Un virement est parti ? Appelez votre banque tout de suite, puis déposez plainte.

## leak
gestures-leak-title = Données volées ou divulguées
gestures-leak-why = Il faut arrêter la fuite, savoir ce qui est parti, et penser aux personnes concernées.
gestures-leak-do-1 = Fermez le partage, l’accès ou la page en cause, sans rien effacer.
gestures-leak-do-2 = Gardez les preuves : captures d’écran, adresses, journaux, heures.
gestures-leak-do-3 = Établissez de quelles données il s’agit, de combien de personnes, depuis quand.
gestures-leak-do-4 = Changez les mots de passe et les clés qui ont servi, ou qui figurent dans ces données.
gestures-leak-do-5 = Prévenez par téléphone la direction et le délégué à la protection des données.
gestures-leak-do-6 = Si un prestataire détient les données, demandez-lui par écrit ce qu’il sait et de garder ses journaux.
gestures-leak-do-7 = Des personnes risquent-elles quelque chose, chantage ou secret médical rompu ? Préparez leur information avec la direction.
gestures-leak-avoid-1 = Ne téléchargez pas les données diffusées et ne les faites pas circuler.
gestures-leak-avoid-2 = Ne répondez pas à celui qui menace de publier, et ne payez pas.
gestures-leak-avoid-3 = N’effacez aucun journal, même pour faire de la place.
gestures-leak-then = Appelez { $operator } au { $phone }. S’il y a un risque pour les personnes, la CNIL doit être prévenue dans les 72 heures : cette tâche vous attend, préremplie, sur la page de suivi.

## software
gestures-software-title = Logiciel ou dossier patient en panne
gestures-software-why = Les soins continuent sur papier pendant que l’on cherche la cause.
gestures-software-do-1 = Les patients d’abord : dossiers de secours, prescriptions écrites, allergies et traitements à risque relus à deux.
gestures-software-do-2 = Prévenez tous les services touchés et dites l’heure du prochain point.
gestures-software-do-3 = Appelez l’éditeur ou l’hébergeur ; notez le numéro du ticket et le nom de la personne.
gestures-software-do-4 = Notez l’heure exacte, les messages d’erreur et ce qui a précédé : mise à jour, maintenance, coupure.
gestures-software-do-5 = Et si c’était une attaque ? Fichiers illisibles, comptes inconnus : au moindre doute, isolez le serveur du réseau sans l’éteindre.
gestures-software-do-6 = Préparez le retour : qui ressaisit ce qui est sur papier, dans quel ordre, qui vérifie.
gestures-software-avoid-1 = Ne restaurez aucune sauvegarde avant de connaître la cause.
gestures-software-avoid-2 = Ne redémarrez pas plusieurs fois de suite : les traces se perdent.
gestures-software-avoid-3 = Ne reprenez pas l’usage normal sans avoir vérifié allergies, traitements et identités.
gestures-software-then = Appelez { $operator } au { $phone } si les soins sont touchés, si la panne dure ou si une attaque est possible. D’autres structures ont peut-être la même panne : demandez-le-nous.

## network
gestures-network-title = Réseau, internet ou téléphone coupés
gestures-network-why = On doit pouvoir vous joindre et vous devez pouvoir appeler les secours.
gestures-network-do-1 = Les patients d’abord : si les alarmes déportées ne passent plus, surveillez au chevet.
gestures-network-do-2 = Vérifiez que l’on peut appeler les secours : mobiles, lignes de secours, radios. Affichez les numéros.
gestures-network-do-3 = Donnez vos numéros provisoires au SAMU, à vos services et aux sites voisins.
gestures-network-do-4 = Passez sur papier ce qui dépend du réseau : prescriptions, résultats, identités.
gestures-network-do-5 = Appelez l’opérateur ; notez le numéro de l’incident et l’heure de rétablissement annoncée.
gestures-network-do-6 = Situez la coupure : un service, un site, tous ? Des travaux, un orage, un changement récent ?
gestures-network-do-7 = Tant que la cause est inconnue, pensez à une attaque : gardez les journaux du pare-feu et du réseau.
gestures-network-avoid-1 = Ne reliez ni box ni clé 4G personnelle au réseau interne.
gestures-network-avoid-2 = Ne désactivez pas le pare-feu « pour voir ».
gestures-network-avoid-3 = Ne réinitialisez aucun équipement avant d’avoir copié sa configuration et ses journaux.
gestures-network-then = Appelez { $operator } au { $phone }, d’un mobile s’il le faut, et dites-nous à quel numéro vous rappeler.

## provider
gestures-provider-title = Panne chez un prestataire ou un hébergeur
gestures-provider-why = Ce qui vous arrive arrive sans doute à d’autres : votre déclaration les prévient.
gestures-provider-do-1 = Les patients d’abord : passez à la procédure dégradée pour tout ce que le prestataire ne rend plus.
gestures-provider-do-2 = Appelez-le : que se passe-t-il, depuis quand, est-ce une attaque, quand est prévu le retour ? Notez les réponses.
gestures-provider-do-3 = Si une attaque est possible, coupez ses liaisons et ses accès à distance chez vous.
gestures-provider-do-4 = Changez les mots de passe et les clés que le prestataire détient.
gestures-provider-do-5 = Regardez ce que ses comptes ont fait chez vous ces derniers jours.
gestures-provider-do-6 = Demandez-lui par écrit un point régulier, et si vos données sont touchées.
gestures-provider-do-7 = Assurez-vous d’avoir une copie récente de vos données hors de chez lui.
gestures-provider-avoid-1 = N’attendez pas son communiqué pour déclarer.
gestures-provider-avoid-2 = Ne rouvrez pas les liaisons sans savoir ce qu’il a vérifié.
gestures-provider-avoid-3 = Ne lui envoyez pas de nouveaux identifiants par e-mail.
gestures-provider-then = Appelez { $operator } au { $phone } : nous rapprochons les déclarations et faisons savoir ce que nous apprenons.

## equipment
gestures-equipment-title = Matériel ou appareil médical perdu, volé ou en panne
gestures-equipment-why = On met d’abord le patient à l’abri, puis les données que le matériel contient.
gestures-equipment-do-1 = Les patients d’abord : remplacez l’appareil médical en cause, ou passez en manuel sous surveillance.
gestures-equipment-do-2 = Dès que le patient n’en dépend plus, débranchez-le du réseau, gardez-le en l’état et étiquetez-le « ne pas utiliser ».
gestures-equipment-do-3 = Matériel perdu ou volé : bloquez-le à distance si vous le pouvez.
gestures-equipment-do-4 = Fermez les sessions et changez les mots de passe des comptes qui y étaient ouverts.
gestures-equipment-do-5 = Notez le modèle, le numéro de série, la version, le lieu et l’heure.
gestures-equipment-do-6 = Dressez la liste des données qu’il contenait. Son disque était-il chiffré ?
gestures-equipment-do-7 = Prévenez par téléphone le service biomédical, l’informatique et le correspondant de matériovigilance.
gestures-equipment-avoid-1 = Ne remettez pas l’appareil en service sans l’avis du biomédical ou du fabricant.
gestures-equipment-avoid-2 = Ne le réparez pas et ne le réinitialisez pas : ses journaux disparaîtraient.
gestures-equipment-avoid-3 = Ne tentez pas de récupérer vous-même un matériel volé.
gestures-equipment-then = Appelez { $operator } au { $phone } si des patients ou des données sont en jeu. Un vol appelle une plainte ; un incident grave d’appareil médical, un signalement sans délai à l’ANSM.

## unknown
gestures-unknown-title = Quelque chose d’anormal, sans savoir quoi
gestures-unknown-why = Inutile de comprendre pour bien faire : protégez, isolez, notez, appelez.
gestures-unknown-do-1 = Les patients d’abord : demandez aux services si quelqu’un est en danger ; si oui, passez à la procédure dégradée.
gestures-unknown-do-2 = Photographiez ce que vous voyez ; notez l’heure, le lieu, le poste.
gestures-unknown-do-3 = Débranchez du réseau le poste en cause, câble et Wi-Fi. Laissez-le allumé.
gestures-unknown-do-4 = Demandez autour de vous qui voit la même chose.
gestures-unknown-do-5 = Prévenez par téléphone l’informatique et la direction d’astreinte.
gestures-unknown-do-6 = Ouvrez une main courante : chaque fait, chaque décision, son heure.
gestures-unknown-avoid-1 = N’éteignez pas et ne redémarrez pas la machine.
gestures-unknown-avoid-2 = Ne cliquez plus, ne saisissez plus de mot de passe sur ce poste.
gestures-unknown-avoid-3 = N’attendez pas d’être sûr pour appeler.
gestures-unknown-then = Appelez { $operator } au { $phone } : nous cherchons avec vous. Mieux vaut une fausse alerte qu’un appel trop tard.
