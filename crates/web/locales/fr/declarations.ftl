# The declaration: every section, question, field and value of the schema (`schema/2022-1.toml`), and what the rules
# make of the answers. Keys are derived: `field-<name, in hyphens>`, `field-…-hint`, `choice-<field>-<code>`. The eight questions
# of the four screens are the labels of their fields: a test counts their words.

## Sections
section-structure = La structure
section-declarant = Les personnes à joindre
section-description = Ce qui s’est passé
section-impacts = Les conséquences
section-origin = L’origine
section-follow-up = La suite

## When to complete
stage-soon = Dès que possible
stage-72h = Avant 72 heures
stage-month = Avant un mois

## The four screens
step-1 = Urgence
step-2 = Ce qui se passe
step-3 = Votre structure
step-4 = L’aide

## To keep a screen in the browser until it is sent
keep-here = Garder mon texte sur cet appareil si la connexion coupe
keep-here-hint = Effacé à l’envoi, ou après 72 h. Pas sur un poste partagé.

## A. The facility
field-facility = Quelle structure est touchée ?
field-facility-hint = Nom et ville, ou numéro FINESS
field-facility-text = Pas dans la liste ? Son nom et sa ville
field-category = Type de structure
choice-category-health-facility = Établissement de santé
choice-category-military-hospital = Hôpital des armées
choice-category-laboratory = Laboratoire de biologie médicale
choice-category-radiotherapy = Centre de radiothérapie
choice-category-medico-social = Établissement ou service médico-social
choice-category-other = Autre
field-operator-status = Opérateur désigné par l’État
field-operator-status-hint = Votre direction le sait si c’est le cas.
choice-operator-status-oiv = Opérateur d’importance vitale (OIV)
choice-operator-status-ose = Opérateur de services essentiels (OSE)
choice-operator-status-none = Ni l’un ni l’autre

## B. People to reach
field-declarant-phone = Où vous appeler, hors des systèmes touchés ?
field-declarant-phone-hint = Si la connexion coupe, nous vous rappellerons à ce numéro.
field-declarant-email = Ou par e-mail
field-declarant-name = Votre nom
field-declarant-function = Votre fonction
field-declarant-backup-phone = Autre téléphone
field-declarant-backup-phone-hint = Celui d’un collègue ou de l’astreinte, joignable si le premier ne répond pas.
field-declarant-backup-email = Autre e-mail
field-declarant-backup-email-hint = Une adresse qui ne dépend pas des systèmes touchés.
field-technical-contact = Contact technique
field-technical-contact-hint = Qui connaît les systèmes touchés : nom, téléphone.
field-on-call-contact = Contact d’astreinte
field-on-call-contact-hint = Qui répond la nuit et le week-end : nom, téléphone.

## C. What happened
field-summary = Que voyez-vous ?
field-summary-hint = Une phrase suffit, sans donnée de patient. Par exemple : « Nos fichiers ne s’ouvrent plus », « Le dossier patient est en panne », « Un compte envoie de faux messages ».
field-noticed-at = Depuis quand ?
field-noticed-at-hint = Par exemple : « 14h », « hier soir », « 27/3 »
field-began-at = Commencé
field-began-at-hint = Le premier signe, même s’il n’a été compris qu’après coup. Par exemple : « lundi », « 27/3 à 22h ».
field-perimeter = Étendue
field-perimeter-hint = Jusqu’où l’incident se fait sentir à présent.
choice-perimeter-service = Un service
choice-perimeter-site = Un site entier
choice-perimeter-sites = Plusieurs sites de la structure
choice-perimeter-group = Un groupe ou un groupement (GHT)
choice-perimeter-region = La région
choice-perimeter-nation = Tout le pays
field-systems = Systèmes touchés
choice-systems-patient-record = Dossier patient
choice-systems-prescription = Prescription et pharmacie
choice-systems-dispatch = Régulation des urgences (SAMU)
choice-systems-imaging = Imagerie
choice-systems-laboratory = Laboratoire
choice-systems-theatre = Bloc opératoire et réanimation
choice-systems-radiotherapy = Radiothérapie
choice-systems-identity = Identité et admissions
choice-systems-mail = Messagerie
choice-systems-directory = Annuaire et comptes
choice-systems-network = Réseau et téléphonie
choice-systems-backups = Sauvegardes
choice-systems-medical-devices = Appareils médicaux
choice-systems-building = Bâtiment : accès, énergie, climatisation
choice-systems-hr-finance = Ressources humaines et finances
choice-systems-web = Site web ou portail patient
choice-systems-workstations = Postes de travail
choice-systems-other = Autres
field-data = Données concernées
choice-data-health = Données de santé
choice-data-personal = Autres données personnelles
choice-data-credentials = Mots de passe et clés
choice-data-technical = Données techniques
choice-data-none = Aucune
field-people-concerned = Nombre de personnes concernées
field-people-concerned-hint = Un ordre de grandeur suffit : « environ 300 patients ».
field-provider = Prestataire en cause
field-provider-hint = Son nom et le service qu’il rend. Laissez vide s’il n’y en a pas.
field-medical-device = Appareil médical en cause
field-medical-device-hint = Marque, modèle, version. Laissez vide s’il n’y en a pas.
field-handling = Où en êtes-vous ?
choice-handling-detected = Constaté, rien n’est encore engagé
choice-handling-investigating = Nous cherchons la cause
choice-handling-contained = L’incident ne s’étend plus
choice-handling-resolving = Le retour à la normale est en cours
choice-handling-resolved = Tout est revenu à la normale
field-measures = Mesures déjà prises
field-measures-hint = Ce qui a été coupé, isolé, arrêté, par qui et à quelle heure.

## D. Consequences
field-care = Les soins ou les patients sont-ils touchés ?
choice-care-actual = Oui, un patient est en danger
choice-care-potential = Un danger est possible
choice-care-degraded = Pas de danger, mais les soins fonctionnent mal
choice-care-none = Non
field-data-impact = Qu’est-il arrivé aux données ?
choice-data-impact-unavailable = Inaccessibles
choice-data-impact-lost = Perdues
choice-data-impact-altered = Modifiées
choice-data-impact-disclosed = Vues, volées ou publiées
choice-data-impact-none = Rien
field-systems-impact = État des systèmes
choice-systems-impact-none = Ils fonctionnent
choice-systems-impact-slow = Ils sont ralentis
choice-systems-impact-partial = Une partie est arrêtée
choice-systems-impact-total = Tout est arrêté
field-functioning = Fonctionnement de la structure
choice-functioning-none = Normal
choice-functioning-degraded = Procédure dégradée
choice-functioning-interruption = Une activité interrompue
choice-functioning-cancelled = Des soins annulés ou reportés
choice-functioning-diverted = Des patients dirigés ailleurs
field-crisis-cell = Une cellule de crise est-elle ouverte ?
field-plan-blanc = Le plan blanc est-il déclenché ?
field-plan-blanc-hint = Ou le plan bleu, dans le médico-social.
field-organisation-impact = L’offre de soins du département ou au-delà est-elle touchée ?
field-organisation-impact-hint = Par exemple : des urgences fermées, des patients répartis entre les hôpitaux voisins.
field-others-at-risk = D’autres structures peuvent-elles être touchées ?
field-others-at-risk-hint = Par un prestataire, un logiciel, un réseau ou des messages en commun.

## E. Origin
field-kind = À quoi cela ressemble-t-il ?
choice-kind-ransom = Fichiers illisibles ou demande de rançon
choice-kind-account = Messages ou comptes piratés
choice-kind-leak = Données volées ou divulguées
choice-kind-software = Logiciel ou dossier patient en panne
choice-kind-network = Réseau, internet ou téléphone coupés
choice-kind-provider = Panne chez un prestataire ou un hébergeur
choice-kind-equipment = Matériel ou appareil médical perdu, volé, en panne
choice-kind-unknown = Autre chose, ou je ne sais pas
field-origin = Origine établie
choice-origin-ransomware = Rançongiciel
choice-origin-malware = Autre logiciel malveillant
choice-origin-phishing = Hameçonnage
choice-origin-account-compromise = Compte compromis
choice-origin-vulnerability = Faille exploitée
choice-origin-system-compromise = Système compromis
choice-origin-data-theft = Vol de données
choice-origin-denial-of-service = Déni de service
choice-origin-defacement = Site défiguré
choice-origin-fraud = Escroquerie
choice-origin-theft = Vol ou perte de matériel
choice-origin-insider = Malveillance interne
choice-origin-failed-attempt = Tentative sans succès
choice-origin-software-bug = Défaut d’un logiciel
choice-origin-infrastructure = Panne d’un équipement de la structure
choice-origin-provider-failure = Panne d’un prestataire
choice-origin-telecom = Panne d’une liaison télécom
choice-origin-power = Électricité ou climatisation
choice-origin-human-error = Erreur humaine
choice-origin-update = Mise à jour ou migration
choice-origin-disaster = Sinistre : feu, eau, intempéries
field-origin-details = Ce que l’analyse a montré
field-origin-details-hint = Point d’entrée, chronologie, faille : ce qui aidera les autres à s’en protéger.

## F. What comes next
field-help = De quoi avez-vous besoin ?
choice-help-call = Qu’on m’appelle tout de suite
choice-help-support = Un appui technique
choice-help-advice = Un conseil
choice-help-none = Rien pour l’instant
field-other-declarations = Autres démarches déjà faites
choice-other-declarations-cnil = Notification à la CNIL
choice-other-declarations-police = Plainte à la police ou à la gendarmerie
choice-other-declarations-anssi = Déclaration à l’ANSSI
choice-other-declarations-ansm = Signalement à l’ANSM
choice-other-declarations-insurer = Déclaration à l’assureur
choice-other-declarations-none = Aucune
field-sharing = Pouvons-nous partager ce cas sans vous nommer ?
field-sharing-hint = Les autres structures en tirent les leçons ; rien n’y permet de vous reconnaître.
field-tlp = Qui peut lire vos réponses (TLP)
choice-tlp-red = TLP:RED, les seules personnes nommées
choice-tlp-amber-strict = TLP:AMBER+STRICT, votre structure et les autorités
choice-tlp-amber = TLP:AMBER, et vos prestataires qui doivent savoir
choice-tlp-green = TLP:GREEN, la communauté des structures
field-lessons = Leçons à retenir
field-lessons-hint = Ce qui a aidé, ce qui a manqué, ce que vous avez changé.

## What is understood of a moment
precision-minute = à la minute près
precision-part = à quelques heures près
precision-day = au jour près

## The law: criteria, and why
rule-set-2017 = Règles de 2017
rule-set-2022 = Règles de 2022
criterion-C1 = Sécurité des soins
criterion-C1-why = L’incident touche, ou peut toucher, la sécurité des soins.
criterion-C2 = Données de santé
criterion-C2-why = L’incident touche la confidentialité ou l’intégrité de données de santé.
criterion-C3 = Fonctionnement normal
criterion-C3-why = L’incident empêche la structure de fonctionner normalement.
criterion-C4 = Organisation des soins
criterion-C4-why = L’incident retentit sur l’organisation départementale, régionale ou nationale des soins.
criterion-C5 = Autres structures
criterion-C5-why = L’incident peut atteindre d’autres structures.
qualification-grave = Incident grave
qualification-significant = Incident significatif
qualification-major = Incident majeur
qualification-none = Aucun critère ne ressort de ce qui est connu
sanitary-none = Aucun effet connu sur la santé des personnes
sanitary-indirect = Effet indirect sur la santé des personnes
sanitary-direct = Effet direct sur la santé des personnes
severity-1 = Mineur
severity-2 = Modéré
severity-3 = Sérieux
severity-4 = Très sérieux
severity-5 = Critique

## Who is told, and why
recipient-ars = Agence régionale de santé
recipient-fssi = Ministère : sécurité des systèmes d’information (FSSI)
recipient-corruss = Ministère : centre de crises sanitaires (CORRUSS)
recipient-anssi = Agence nationale de la sécurité des systèmes d’information (ANSSI)
recipient-structure = La structure
rule-structure-receipt = Accusé de réception de sa déclaration.
rule-structure-take = Sa déclaration est prise en charge.
rule-structure-qualify = La qualification est faite.
rule-structure-put-out-of-scope = Sa déclaration ne relève pas de la cellule.
rule-structure-close = Le dossier est clos, avec son bilan.
rule-structure-reopen = Le dossier est rouvert.
rule-2022-ars-sanitary = Un effet sur la santé des personnes est connu ou possible.
rule-2022-fssi = Le ministère est informé de chaque déclaration.
rule-2022-corruss-sanitary = Un effet direct ou indirect sur la santé des personnes est connu ou possible.
rule-2022-anssi = La structure est un opérateur désigné, ou l’incident peut être national.
rule-2017-ars = L’agence de la région du site est informée de chaque déclaration.
rule-2017-fssi-significant = L’incident est significatif.
rule-2017-corruss-significant-sanitary = L’incident est significatif et touche la santé des personnes.

## What the facility has to do itself
duty-cnil = Notifier la CNIL
duty-cnil-why = Des données personnelles sont en jeu. S’il y a un risque pour les personnes, la notification est due dans les 72 heures après que vous en avez eu connaissance.
duty-ansm = Signaler l’incident à l’ANSM
duty-ansm-why = Un appareil médical est en cause. Un incident grave, ou qui aurait pu l’être, se signale sans délai.
duty-insurer = Porter plainte, prévenir l’assureur
duty-insurer-why = C’est sans doute une attaque. Pour être indemnisé par une assurance, il faut déposer plainte dans les 72 heures après en avoir eu connaissance.
duty-nis2-24h = NIS 2 : alerte précoce
duty-nis2-24h-why = L’incident paraît important. L’alerte précoce est due dans les 24 heures.
duty-nis2-72h = NIS 2 : notification
duty-nis2-72h-why = La notification, avec une première évaluation, est due dans les 72 heures.
duty-nis2-month = NIS 2 : rapport final
duty-nis2-month-why = Le rapport final est dû un mois après la notification.
duty-prefilled = Elles vous reviennent : nous vous les rappelons, et ne les faisons jamais à votre place.
prefilled-copy = Un texte prérempli, à copier dans leurs formulaires
prefilled-text = Ce que vous avez déclaré
within-24h = Dans les 24 heures
within-72h = Dans les 72 heures
within-month = Dans le mois
within-none = Sans délai

## Must I declare? Four facts at most, then a verdict
triage-category = Quelle est votre structure ?
triage-care = Les soins ou les patients sont-ils touchés ?
triage-data-impact = Qu’est-il arrivé à des données de santé ?
triage-others-at-risk = D’autres structures peuvent-elles être touchées ?
advice-must = Oui, déclarez
advice-must-why = La loi oblige votre structure à déclarer cet incident sans délai.
advice-should = Déclarez, c’est plus sûr
advice-should-why = Rien ne vous y oblige avec certitude. Dans le doute, une déclaration vous aide et protège les autres.
advice-no-need = Rien ne vous y oblige
advice-no-need-why = Aucun critère de la loi ne ressort de vos réponses. Vous pouvez déclarer quand même, ou revenir si la situation change.
