# The declaration: every section, question, field and value of the schema (`schema/2022-1.toml`), and what the rules
# make of the answers. Keys are derived: `field-<name, in hyphens>`, `field-…-hint`, `choice-<field>-<code>`. The eight questions
# of the four screens are the labels of their fields: a test counts their words.

## Sections
section-structure = The facility
section-declarant = People to reach
section-description = What happened
section-impacts = Consequences
section-origin = Origin
section-follow-up = What comes next

## When to complete
stage-soon = As soon as possible
stage-72h = Within 72 hours
stage-month = Within a month

## The four screens
step-1 = Emergency
step-2 = What is happening
step-3 = Your facility
step-4 = Help

## To keep a screen in the browser until it is sent
keep-here = Keep my text on this device if the connection drops
keep-here-hint = Erased when sent, or after 72 h. Not on a shared computer.

## A. The facility
field-facility = Which facility is affected?
field-facility-hint = Name and town, or FINESS number
field-facility-text = Not in the list? Its name and town
field-category = Type of facility
choice-category-health-facility = Hospital or clinic
choice-category-military-hospital = Military hospital
choice-category-laboratory = Medical laboratory
choice-category-radiotherapy = Radiotherapy centre
choice-category-medico-social = Medico-social facility or service
choice-category-other = Other
field-operator-status = Operator designated by the State
field-operator-status-hint = Your management knows if it is the case.
choice-operator-status-oiv = Operator of vital importance (OIV)
choice-operator-status-ose = Operator of essential services (OSE)
choice-operator-status-none = Neither

## B. People to reach
field-declarant-phone = Where do we call you, outside the systems hit?
field-declarant-phone-hint = If the connection drops, we will call you back on this number.
field-declarant-email = Or by e-mail
field-declarant-name = Your name
field-declarant-function = Your position
field-declarant-backup-phone = Another telephone
field-declarant-backup-phone-hint = A colleague’s or the on-call number, in case the first does not answer.
field-declarant-backup-email = Another e-mail
field-declarant-backup-email-hint = An address that does not depend on the systems hit.
field-technical-contact = Technical contact
field-technical-contact-hint = Who knows the systems hit: name, telephone.
field-on-call-contact = On-call contact
field-on-call-contact-hint = Who answers at night and at weekends: name, telephone.

## C. What happened
field-summary = What do you see?
field-summary-hint = One sentence is enough, no patient data. For example: “Our files no longer open”, “The patient record is down”, “An account sends fake messages”.
field-noticed-at = Since when?
field-noticed-at-hint = For example: “14:00”, “yesterday evening”, “27/3”
field-began-at = Began
field-began-at-hint = The first sign, even if it was only understood later. For example: “Monday”, “27/3 at 22:00”.
field-perimeter = Extent
field-perimeter-hint = How far the incident is felt now.
choice-perimeter-service = One ward or department
choice-perimeter-site = A whole site
choice-perimeter-sites = Several sites of the facility
choice-perimeter-group = A group of facilities (GHT)
choice-perimeter-region = The region
choice-perimeter-nation = The whole country
field-systems = Systems hit
choice-systems-patient-record = Patient record
choice-systems-prescription = Prescription and pharmacy
choice-systems-dispatch = Emergency dispatch (SAMU)
choice-systems-imaging = Imaging
choice-systems-laboratory = Laboratory
choice-systems-theatre = Operating theatre and intensive care
choice-systems-radiotherapy = Radiotherapy
choice-systems-identity = Identity and admissions
choice-systems-mail = Mail
choice-systems-directory = Directory and accounts
choice-systems-network = Network and telephony
choice-systems-backups = Back-ups
choice-systems-medical-devices = Medical devices
choice-systems-building = Building: access, power, cooling
choice-systems-hr-finance = Human resources and finance
choice-systems-web = Website or patient portal
choice-systems-workstations = Workstations
choice-systems-other = Others
field-data = Data concerned
choice-data-health = Health data
choice-data-personal = Other personal data
choice-data-credentials = Passwords and keys
choice-data-technical = Technical data
choice-data-none = None
field-people-concerned = Number of people concerned
field-people-concerned-hint = A rough figure is enough: “about 300 patients”.
field-provider = Provider at fault
field-provider-hint = Its name and the service it gives. Leave empty if there is none.
field-medical-device = Medical device at fault
field-medical-device-hint = Make, model, version. Leave empty if there is none.
field-handling = Where do you stand?
choice-handling-detected = Noticed, nothing begun yet
choice-handling-investigating = We are looking for the cause
choice-handling-contained = The incident no longer spreads
choice-handling-resolving = We are going back to normal
choice-handling-resolved = Everything is back to normal
field-measures = Measures already taken
field-measures-hint = What was cut, isolated or stopped, by whom and at what time.

## D. Consequences
field-care = Are care or patients affected?
choice-care-actual = Yes, a patient is in danger
choice-care-potential = Danger is possible
choice-care-degraded = No danger, but care is disrupted
choice-care-none = No
field-data-impact = What happened to the data?
choice-data-impact-unavailable = Out of reach
choice-data-impact-lost = Lost
choice-data-impact-altered = Altered
choice-data-impact-disclosed = Seen, stolen or published
choice-data-impact-none = Nothing
field-systems-impact = State of the systems
choice-systems-impact-none = They work
choice-systems-impact-slow = They are slow
choice-systems-impact-partial = Some are stopped
choice-systems-impact-total = Everything is stopped
field-functioning = How the facility runs
choice-functioning-none = Normally
choice-functioning-degraded = Degraded procedure
choice-functioning-interruption = An activity interrupted
choice-functioning-cancelled = Care cancelled or postponed
choice-functioning-diverted = Patients sent elsewhere
field-crisis-cell = Is a crisis cell open?
field-plan-blanc = Is the hospital emergency plan (plan blanc) in force?
field-plan-blanc-hint = Or the plan bleu, in medico-social facilities.
field-organisation-impact = Is the provision of care affected across the department or beyond?
field-organisation-impact-hint = For example: an emergency department closed, patients shared among neighbouring hospitals.
field-others-at-risk = Can other facilities be affected?
field-others-at-risk-hint = Through a provider, a program, a network or messages in common.

## E. Origin
field-kind = What does it look like?
choice-kind-ransom = Unreadable files or a ransom demand
choice-kind-account = Hacked messages or accounts
choice-kind-leak = Data stolen or disclosed
choice-kind-software = Software or patient record down
choice-kind-network = Network, internet or telephone cut
choice-kind-provider = Failure at a provider or host
choice-kind-equipment = Equipment or medical device lost, stolen, failing
choice-kind-unknown = Something else, or I do not know
field-origin = Established origin
choice-origin-ransomware = Ransomware
choice-origin-malware = Other malware
choice-origin-phishing = Phishing
choice-origin-account-compromise = Account compromise
choice-origin-vulnerability = Exploited vulnerability
choice-origin-system-compromise = System compromise
choice-origin-data-theft = Data theft
choice-origin-denial-of-service = Denial of service
choice-origin-defacement = Defaced site
choice-origin-fraud = Fraud
choice-origin-theft = Theft or loss of equipment
choice-origin-insider = Insider
choice-origin-failed-attempt = Attempt without success
choice-origin-software-bug = Software fault
choice-origin-infrastructure = Failure of the facility’s own equipment
choice-origin-provider-failure = Provider failure
choice-origin-telecom = Telecom link failure
choice-origin-power = Power or cooling
choice-origin-human-error = Human error
choice-origin-update = Update or migration
choice-origin-disaster = Disaster: fire, water, weather
field-origin-details = What the analysis showed
field-origin-details-hint = Point of entry, timeline, weakness: what will help others protect themselves.

## F. What comes next
field-help = What do you need?
choice-help-call = Call me now
choice-help-support = Technical support
choice-help-advice = Advice
choice-help-none = Nothing for now
field-other-declarations = Other steps already taken
choice-other-declarations-cnil = Notification to the data protection authority (CNIL)
choice-other-declarations-police = Complaint to the police or gendarmerie
choice-other-declarations-anssi = Declaration to ANSSI
choice-other-declarations-ansm = Report to the medicines agency (ANSM)
choice-other-declarations-insurer = Claim to the insurer
choice-other-declarations-none = None
field-sharing = May we share this case without naming you?
field-sharing-hint = Other facilities learn from it; nothing in it lets anybody recognise you.
field-tlp = Who may read your answers (TLP)
choice-tlp-red = TLP:RED, the named people only
choice-tlp-amber-strict = TLP:AMBER+STRICT, your facility and the authorities
choice-tlp-amber = TLP:AMBER, and those of your providers who need to know
choice-tlp-green = TLP:GREEN, the community of facilities
field-lessons = Lessons learnt
field-lessons-hint = What helped, what was missing, what you changed.

## What is understood of a moment
precision-minute = to the minute
precision-part = to within a few hours
precision-day = to the day

## The law: criteria, and why
rule-set-2017 = Rules of 2017
rule-set-2022 = Rules of 2022
criterion-C1 = Safety of care
criterion-C1-why = The incident affects, or may affect, the safety of care.
criterion-C2 = Health data
criterion-C2-why = The incident affects the confidentiality or integrity of health data.
criterion-C3 = Normal functioning
criterion-C3-why = The incident keeps the facility from functioning normally.
criterion-C4 = Organisation of care
criterion-C4-why = The incident affects the departmental, regional or national organisation of care.
criterion-C5 = Other facilities
criterion-C5-why = The incident may reach other facilities.
qualification-grave = Grave incident
qualification-significant = Significant incident
qualification-major = Major incident
qualification-none = No criterion comes out of what is known
sanitary-none = No known effect on people’s health
sanitary-indirect = Indirect effect on people’s health
sanitary-direct = Direct effect on people’s health
severity-1 = Minor
severity-2 = Moderate
severity-3 = Serious
severity-4 = Very serious
severity-5 = Critical

## Who is told, and why
recipient-ars = Regional health agency
recipient-fssi = Ministry: information systems security (FSSI)
recipient-corruss = Ministry: health crisis centre (CORRUSS)
recipient-anssi = National cybersecurity agency (ANSSI)
recipient-structure = The facility
rule-structure-receipt = Receipt of its declaration.
rule-structure-take = Its declaration is taken in charge.
rule-structure-qualify = The qualification is made.
rule-structure-put-out-of-scope = Its declaration is not for the unit.
rule-structure-close = The incident is closed, with its summary.
rule-structure-reopen = The incident is open again.
rule-2022-ars-sanitary = An effect on people’s health is known or possible.
rule-2022-fssi = The ministry is informed of every declaration.
rule-2022-corruss-sanitary = A direct or indirect effect on people’s health is known or possible.
rule-2022-anssi = The facility is a designated operator, or the incident may be national.
rule-2017-ars = The agency of the site’s region is informed of every declaration.
rule-2017-fssi-significant = The incident is significant.
rule-2017-corruss-significant-sanitary = The incident is significant and affects people’s health.

## What the facility has to do itself
duty-cnil = Notify the data protection authority (CNIL)
duty-cnil-why = Personal data are at stake. If people are at risk, the notification is due within 72 hours of your becoming aware.
duty-ansm = Report to the medicines agency (ANSM)
duty-ansm-why = A medical device is at fault. An incident that is serious, or could have been, is reported without delay.
duty-insurer = File a complaint, tell the insurer
duty-insurer-why = It is probably an attack. To be compensated by an insurance, file a complaint within 72 hours of becoming aware.
duty-nis2-24h = NIS 2: early warning
duty-nis2-24h-why = The incident looks significant. The early warning is due within 24 hours.
duty-nis2-72h = NIS 2: notification
duty-nis2-72h-why = The notification, with a first assessment, is due within 72 hours.
duty-nis2-month = NIS 2: final report
duty-nis2-month-why = The final report is due one month after the notification.
duty-prefilled = They are yours: we remind you of them, and never file them for you.
prefilled-copy = A prefilled text, to copy into their forms
prefilled-text = What you declared
within-24h = Within 24 hours
within-72h = Within 72 hours
within-month = Within a month
within-none = Without delay

## Must I declare? Four facts at most, then a verdict
triage-category = What is your facility?
triage-care = Are care or patients affected?
triage-data-impact = What happened to health data?
triage-others-at-risk = Can other facilities be affected?
advice-must = Yes, declare
advice-must-why = The law obliges your facility to declare this incident without delay.
advice-should = Declare, to be on the safe side
advice-should-why = Nothing obliges you for certain. In doubt, a declaration helps you and protects others.
advice-no-need = Nothing obliges you
advice-no-need-why = No criterion of the law comes out of your answers. You may declare all the same, or come back if things change.
