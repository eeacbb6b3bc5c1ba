views = Views
view-tous = Open
view-a-prendre = To take
view-miens = Mine
view-retard = Late
view-danger = Patients in danger
view-nouvelles = News
view-rappels = Call-backs
filter-all = All
filter-go = Filter
queue-caption = Incidents, by nearest deadline
queue-severity = Severity
queue-reference = Reference
queue-facility = Facility
queue-kind = Kind
queue-state = State
queue-due = Next deadline
queue-empty = No incident here. What is declared appears under “Open” by itself; a call is written down by “Take a call”.
queue-next = More
danger-tag = Patients in danger
news-tag = New
interrupted-title = Interrupted declarations: people to call back
interrupted-since = interrupted { $when }
interrupted-done = Called back
interrupted-none = Nobody to call back.
identity-unchecked = Identity to be checked
owner = In charge: { $name }
facility-side = The facility
dossier-facts = Declared facts
dossier-fact = { $name }: { $value }
dossier-files = Files
dossier-files-none = No file.
mark-test-virus = Anti-virus test file
dossier-versions = Versions
dossier-versions-none = One version only.
version = Version { $number }, { $when }
dossier-messages = Messages with the facility
dossier-messages-none = No message.
dossier-journal = Journal
dossier-clocks = Deadlines
dossier-actions = Actions
dossier-qualification = Qualification
dossier-criteria = Criteria
dossier-told = Ledger of notices
told-message = Message of the unit
qualification-proposed = proposal, to be confirmed
qualification-confirmed = Confirmed by { $name }
qualification-confirmed-at = Confirmed by { $name }, { $when }
qualification-corrected-at = Corrected by { $name }, { $when }
correction-proposed = Proposed
correction-kept = Chosen
correction-weighed = { $criteria } · severity { $level }, { $words }
correction-no-criterion = no criterion
correction-added = { $criteria } added
correction-removed = { $criteria } left out
correction-severity = severity { $from } proposed and { $to } chosen
told-structure = Summary for the facility (optional)
told-structure-hint = The facility reads it on its follow-up page. The reason above stays within the unit.
told-structure-hint-many = Each facility reads it on its follow-up page. The reason above stays within the unit.
qualify-reason = Reason, if you correct the proposal
qualify-go = Confirm the qualification
reason = Why?
renew-title = Lost code
renew-text = Call the facility back at the register’s number, never at the one that the caller gives.
renew-field = Register’s number that you called
renew-go = Renew the code
renew-done = New code, to be dictated to the facility. It is shown once only.
command-take = Take in charge
command-accompany = Help
command-follow = Let the facility follow
command-contain = Note as contained
command-resolve = Note as resolved
command-close = Close, with the lessons
command-put-out-of-scope = Put out of scope
command-reopen = Reopen
journal-filed = Declaration { $body } received.
journal-amended = The facility completed it: version { $body }.
journal-wrote = The facility wrote.
journal-attached = The facility attached { $body }.
journal-said-resolved = The facility says that it is resolved.
journal-answered = Message sent to the facility.
journal-take = Taken in charge.
journal-qualify = Qualification confirmed. { $body }
journal-corrected = Qualification corrected: { $what }. { $body }
journal-accompany = Help begun.
journal-follow = Followed by the facility.
journal-contain = Contained.
journal-resolve = Resolved.
journal-close = Closed. { $body }
journal-put-out-of-scope = Out of scope. { $body }
journal-reopen = Reopened. { $body }
view-sans-nouvelles = No news
filter = Filter the queue
filter-hint = For example: state:taken severity:4+ or danger:yes rennes
facets = Add a criterion
facet-there = (in the filter)
facet-state = State
facet-severity = Severity
facet-kind = Kind
facet-region = Region
facet-since = Declared within
facet-danger = Danger
facet-exercise = Exercise
facet-closed = Closed
facet-owner = In charge
facet-hours = { $count } h
facet-days = { $count } days
facet-at-least = { $level ->
    [5] 5
   *[other] { $level } and above
}
facet-exercise-only = Exercises only
facet-exercise-none = Without exercises
facet-closed-too = Closed ones too
facet-mine = Me
facet-nobody = Nobody
queue-none = No incident matches this filter.
filter-clear = Remove the filter
queue-choose = Choice
queue-choose-one = Choose { $reference }
queue-beside = Preview
queue-open = Open the file
together = For the incidents ticked:
together-go = Prepare…
together-title = { $command }: several incidents
together-what = { $count ->
    [one] One incident will change. The facility will be told.
   *[other] { $count } incidents will change, all or none. Each facility will be told.
}
together-none = This action applies to none of the incidents chosen.
together-reason-hint = The same reason is written in the journal of each.
together-back = Back to the queue, changing nothing
together-left = Left as they are: the action does not apply in their state
queue-as-of = List as of { $when }
news-since = { $count ->
    [0] { $exercises ->
        [one] One novelty in an exercise: show it
       *[other] { $exercises } novelties in exercises: show them
    }
    [one] { $exercises ->
        [0] One novelty: show it
       *[other] One novelty, and { $exercises } in exercises: show them
    }
   *[other] { $exercises ->
        [0] { $count } novelties: show them
       *[other] { $count } novelties, and { $exercises } in exercises: show them
    }
}
keys = Keyboard shortcuts
keys-on = Shortcuts on in this browser
key-j = Next incident
key-k = Previous incident
key-x = Tick or untick
key-all = Tick the whole page, or nothing
key-e = Preview
key-a = Act: take in charge
key-n = Write in the journal
key-c = Choose for whom one writes
key-t = Open the playbook
key-u = Undo what was last sent
key-q = Qualify
key-search = Go to the filter
key-help = Show this help
key-palette = Go anywhere by its words
palette = Go to
palette-go = Go
thread = Thread
thread-read = Read { $when }
thread-found = { $count ->
    [one] One indicator found in this note
   *[other] { $count } indicators found in this note
}
thread-leaves = Leaves in { $seconds } s
thread-left = Left
thread-undo = Undo
audience-cell = Internal: only the unit reads it
audience-facility = Facility: the declarant and their colleagues read it
audience-ars = ARS { $region }: the accounts of this agency read it
audience-fssi = FSSI: the accounts of the ministry read it
audience-from-facility = Written by the facility
to-cell = Internal
to-facility = Facility
to-ars = ARS
to-fssi = FSSI
composer-for = For whom do you write?
composer-text = Your text
composer-hint = What leaves the unit waits for ten seconds: you can still undo it. The mail says only that something is new.
composer-go = Write
composer-templates = Begin with a template
composer-template = Template
composer-fill = Put into the text
composer-task = Make it a task too
composer-task-too = The same text becomes a task
task-before = To be done within
task-within = { $hours ->
    [0] No date
    [1] 1 hour
    [24] 24 hours
    [72] 3 days
    [168] 7 days
   *[other] { $hours } hours
}
task-whom = For whom
task-for = For { $name }
task-due = Before { $when }
task-done-by = Done by { $name }, { $when }
task-late = Late
task-do = Done
task-again = Do again
dossier-tasks = Tasks
tasks-none = No task.
tasks-open = { $count } to do
tasks-late = { $count } late
playbook = { $count ->
    [one] Add from the playbook (one step)
   *[other] Add from the playbook ({ $count } steps)
}
playbook-steps = Steps to add
playbook-add = Add the ticked steps
task-call-back = Call the declarant back at the register’s number and check who they are
task-isolate = Have the machines that are hit isolated, not switched off
task-keep-traces = Have logs and traces kept
task-backups = Check that the backups are out of reach and readable
task-care-continuity = Ask how care and degraded procedures are going
task-complaint = Remind of the complaint, within 72 hours
task-share-indicators = Read the indicators again and share them
task-restart-plan = Agree on the order of restarting
task-close-accounts = Have the accounts that are hit closed and their secrets changed
task-look-for-others = Look for other facilities that are hit
task-what-left = Establish which data left
task-cnil = Remind of the notice to the CNIL, within 72 hours
task-people-concerned = Prepare what the people concerned are told
task-publisher = Reach the publisher or the manufacturer
task-call-provider = Call the provider’s on-call
task-other-customers = List the other facilities that the provider serves
task-ansm = Remind of the vigilance on medical devices (ANSM)
task-find-kind = Establish what is happening with the technical contact
level = Response level
level-0 = Information
level-1 = Followed by the unit
level-2 = Reinforcement
level-3 = Regional crisis
level-4 = National crisis
command-level = Change the level
command-qualify = Qualify
journal-level = Response level { $body }
qualify-look = See what this changes
preview-title = Confirm the qualification?
preview-differs = Difference from the proposal
preview-same = None: it is the proposed qualification.
preview-added = Added: { $criteria }
preview-removed = Removed: { $criteria }
preview-severity = Severity: { $from } proposed, { $to } chosen
preview-reason = Reason
preview-by-person = Chosen by the unit, without a declared fact
preview-told = Who is told, and why
preview-will-leave = Told as soon as you confirm
preview-structure = The facility reads on its follow-up page the severity, the criteria and what they mean. It reads neither your reason nor your name. The mail says only that something is new.
preview-back = Back to the incident without confirming
conflict-title = “{ $act }” is not done yet: the incident changed meanwhile
conflict-since = What changed since you opened it:
conflict-what = What
conflict-typed = You
conflict-now = Now
conflict-go = Do it all the same on the incident as it is
conflict-cannot = This is no longer possible in the state of the incident.
dossier-contacts = Contacts
contact-declarant = Declarant
contact-phone = Telephone
contact-email = Mail
contact-backup-phone = Other telephone
contact-backup-email = Other mail
contact-technical = Technical contact
contact-on-call = On call
contact-register = Register’s number
dossier-alike = Similar incidents
alike-none = None within your reach.
alike-indicator = Same indicators
alike-facility = Same site
alike-provider = Same provider
alike-entity = Same legal entity
alike-kind = Same kind, within 30 days
present-viewing = { $name } is looking at this incident
present-writing = { $name } is writing in this incident
present-away = { $name } looked at it a moment ago
template-received = We follow your incident
template-received-text =
    Hello,

    Your declaration { $reference } is being handled. Keep logs and machines as they are, and write to us here as soon as anything changes. In an emergency: { $phone }.

    { $operator }
template-call-me = We are calling you
template-call-me-text =
    Hello,

    We are going to call you at your facility’s number in the register, to check who you are. Please tell your switchboard. In an emergency: { $phone }.
template-isolate = Isolate, do not switch off
template-isolate-text =
    Unplug the machines that are hit from the network, without switching them off: their memory holds useful traces. Cut remote access and check that backups can no longer be reached. Tell us here when it is done.
template-what-left = Which data left?
template-what-left-text =
    Can you tell us which data left, of how many people, since when, and by which way? A partial answer helps already. The CNIL must be told within 72 hours.
template-provider = Who is the provider?
template-provider-text =
    Which provider or publisher is at fault, and what is its on-call number? What does it announce, and for when? Do you know of other facilities that are hit?
template-news = How is it going?
template-news-text =
    Hello,

    How is it going? What works again, what is still missing, and do you need help?
template-over = Is it over?
template-over-text =
    If the incident is over for you, say so on the follow-up page with “It is resolved”. Please write there too what you learned from it.
template-agency = Report to the agency
template-agency-text =
    Report on { $reference }.

    Situation:
    Effect on care:
    What the unit does:
    What is expected of the agency:
template-ministry = Report to the ministry
template-ministry-text =
    Report on { $reference }.

    Situation:
    Risk for other facilities:
    Decision expected:
template-handover = Handover
template-handover-text =
    Done:
    Under way:
    To watch:
moment-there = { $here } ({ $there } { $place })
there-01 = in Guadeloupe
there-02 = in Martinique
there-03 = in French Guiana
there-04 = in La Réunion
there-06 = in Mayotte
there-975 = in Saint-Pierre-et-Miquelon
there-977 = in Saint-Barthélemy
there-978 = in Saint-Martin
there-986 = in Wallis and Futuna
there-987 = in French Polynesia
there-988 = in New Caledonia
