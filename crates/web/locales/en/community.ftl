# The groups and the pages of the private space.
action-group-created = Group created in the private space
action-group-changed = Group changed
action-group-archived = Group archived
action-group-reopened = Group reopened
action-group-asked = Asked to join a group
action-group-unasked = Request to join withdrawn
action-group-joined = Group joined
action-group-admitted = Request to join accepted
action-group-refused = Request to join refused
action-group-brought-in = Person brought into a group
action-group-left = Group left
action-group-removed = Person put out of a group
action-group-steward-named = Group steward named
action-group-steward-relieved = Group steward relieved

refused-group-archived = This group is archived: one can still read there, and neither join nor write.
refused-group-joined = You are in this group already.
refused-group-asked = Your request already waits for a steward of the group.
refused-group-changed = Somebody just changed this group. Read again what you wrote, then save once more.
refused-group-opens = Messages were written here for those who were let in: this group cannot be opened to everybody any more. Archive it and create an open group.
refused-group-asks-no-more = This person asks no more: somebody answered before you, or they changed their mind.
refused-group-no-member = This person is not in the group any more.
refused-group-has-them = This person is in the group already.

page-community = Community
page-community-groups = Groups
page-community-group = A group
page-community-group-new = Create a group
page-community-group-change = Change the group
page-community-group-act = Join a group, leave it
page-community-members = Members of a group
page-community-seat = Decide who is in a group
page-community-write = Open a thread
page-community-thread = A thread
page-community-thread-act = Act on a thread
page-community-post = A message
page-community-post-act = Act on a message
page-community-edit = Change the message
page-community-mark = Change the mark
page-community-versions = Versions of the message
page-community-bookmarks = Bookmarks
page-community-search = Search
page-community-questions = Questions to the cell
page-community-ask = Ask the cell

community-nav = Private space
community-way-home = Home
community-pages = Rest of the list
community-next = Next
community-first = Back to the start
community-today = today
community-yesterday = yesterday
community-when = { $day }, { $clock }
community-gone = Somebody who left
community-voice = { $who }, { $place }
community-voice-who-hospital = A hospital
community-voice-who-large-hospital = A large hospital
community-voice-who-laboratory = A laboratory
community-voice-who-radiotherapy = A radiotherapy centre
community-voice-who-medico-social = A medico-social facility
community-voice-who-structure = A health facility
community-voice-place-large-region = in a large region
community-voice-place-small-region = in a small region
community-voice-place-overseas = overseas
community-voice-place-somewhere = in France
community-answers = { $count ->
    [0] no answer
    [one] 1 answer
   *[other] { $count } answers
}
community-unread = { $count ->
    [one] 1 unread
   *[other] { $count } unread
}
community-unread-mark = Unread:
community-solved = Solved
community-solved-see = See the answer
community-closed = Closed
community-muted = Muted

community-latest = Latest threads
community-latest-none = Nothing was said in your groups yet.
community-groups-see = See the groups
community-mine = My groups
community-mine-none = You are in no group yet.
community-groups-all = All groups
community-ask-title = The cell
community-ask-text = A question that only the cell will see. You may publish its answer.
community-ask-go = Ask a question
community-questions-see = Questions to the cell
community-questions-mine = My questions to the cell
community-questions-cell = Only the cell and whoever asks read them, until that person publishes them.
community-questions-own = Only the cell and you read them. Once one is answered, you may publish it in a group.
community-questions-none = No question for now.

community-groups-lead = Peers talk here. Each group says how one comes in, each message who may read it.
community-groups-none = There is no group yet. Tell the cell which one you need.
community-groups-archived = Archived groups
community-kinds-region = Regions
community-kinds-ght = Groups of hospitals
community-kinds-profession = Professions
community-kinds-product = Products
community-kinds-theme = Themes
community-kind-region = Region
community-kind-ght = Group of hospitals
community-kind-profession = Profession
community-kind-product = Product
community-kind-theme = Theme
community-door-open = Open to every member
community-door-request = On request
community-door-hidden = Hidden
community-enter-open = Open: every member of the private space joins at once
community-enter-request = On request: a steward of the group accepts each person
community-enter-hidden = Hidden: exists only for those whom a steward brings in
community-said-open = TLP:CLEAR and TLP:GREEN messages are read by every member of the private space, TLP:AMBER ones by the people of the group, TLP:RED ones by those they name. Moderators read everything but TLP:RED.
community-said-request = What is said here is read by the people of the group and the moderators; TLP:RED messages by those they name, and nobody else.
community-said-hidden = This group appears nowhere to others. What is said in it is read by the people of the group and the moderators; TLP:RED messages by those they name.
community-in = You are in
community-waiting = Request waiting
community-archived = Archived
community-members = { $count ->
    [0] no member
    [one] 1 member
   *[other] { $count } members
}
community-requests = { $count ->
    [one] 1 person asks to join
   *[other] { $count } people ask to join
}
community-write-go = Open a thread
community-filter-tag = Tag
community-filter-which = Threads
community-filter-go = Filter
community-which-tous = All
community-which-non-lus = Unread
community-which-en-attente = Not solved
community-which-resolus = Solved
community-threads = Threads
community-threads-none = No thread here for now. The first may be a simple question.
community-threads-filtered = No thread matches.
community-threads-all = See all
community-purpose = About
community-stewards = Stewards
community-join = Join the group
community-join-ask = Ask to join
community-asked-text = A steward of the group will answer you.
community-ask-undo = Withdraw my request
community-group-options = Options of the group
community-group-muted = You are told nothing of this group.
community-mute = Mute
community-unmute = Be told again
community-leave = Leave the group
community-leave-hint = You will not read what is kept for the people of the group any more.
community-archive = Archive the group
community-unarchive = Reopen the group
community-archive-hint = An archived group is still read; nobody joins it or writes in it.
community-never-mind = Cancel
community-group-new-go = Create the group
community-group-change-go = Save
community-field-name = Name
community-field-purpose = What it is for
community-field-purpose-hint = For whom, to talk of what. Markdown is understood.
community-field-kind = What gathers these people
community-field-access = How one joins
community-field-access-hint = A group may close at any time. It opens to everybody only while nothing was said in it.
community-field-words = Why do you want to join?
community-field-words-hint = Read by the stewards of the group and the moderators only.
community-field-who = Whom to bring in
community-field-who-hint = Their handle in the directory (@camille-fictif), or their name as groups show it.
refused-group-unknown = No member has this name in the groups.
refused-group-namesakes = Several members have this name: ask the person to join the group themselves.
community-members-of = Members: { $name }
community-members-title = In the group
community-members-none = Nobody for now.
community-asking = Ask to join
community-admit = Accept
community-refuse = Refuse
community-bring = Bring somebody in
community-bring-go = Bring into the group
community-steward = Steward
community-make-steward = Name steward
community-unsteward = Steward no more
community-put-out = Put out of the group
community-since = since:
community-done-entre = You are in the group.
community-done-demande = Your request is sent.
community-done-ecrit = Your message will appear within a quarter of an hour, without your name.
community-done-attend = Your answer will appear within a quarter of an hour, without your name.
community-done-cree = The group is created. You are its steward.
community-done-change = The group is changed.
community-done-archive = The group is archived.
community-done-rouvert = The group is open again.
community-done-muet = You will be told nothing of this group any more.
community-done-audible = You will be told of what is said here.
community-done-admis = The person is in the group.
community-done-refuse = The request is refused.
community-done-gardien = The person is a steward of the group.
community-done-releve = The person is no steward of the group any more.
community-done-sorti = The person is not in the group any more.
community-done-amene = The person is in the group.
community-done-deplace = The thread is moved.
community-done-publie = The question and its answers are published.

community-field-title = Title
community-field-title-hint = What somebody would look for. It shows wherever the thread does.
community-field-body = Message
community-field-body-hint = Markdown: **bold**, *italic*, - list, > quote, `code`. No image, nothing from elsewhere. No patient data.
community-field-tags = Tags
community-field-tags-hint = Optional. Five at most, between commas: ransomware, vpn.
community-field-readers = Who will be able to read
community-field-readers-hint = For TLP:RED only: these people, you, and nobody else.
community-readers = TLP:RED: choose the readers
community-field-find = Look for who will be able to read
community-field-find-hint = A name, a facility or a town. What you typed and ticked stays.
community-field-find_reviewers = Look for who reviews
community-field-find_reviewers-hint = A name, a facility or a town. What you typed and ticked stays.
community-find-go = Find
community-find-empty = Type a name, a facility or a town.
community-find-found = { $count ->
    [one] One person found: tick them to choose them.
   *[other] { $count } people found: tick those whom you choose.
}
community-find-many = Here are { $count } of { $all } people found: type more to see the others.
community-find-nobody = Nobody else in the group for “{ $words }”.
community-find-instead = You were looking for somebody: here is who was found. Nothing is sent yet.
community-ask-tlp = How far it may go
community-ask-tlp-hint = In doubt, keep the strictest. You may loosen it; nobody else may.
community-tlp-clear = May be told to everybody, outside too.
community-tlp-green = Stays among members: never published, never outside the community.
community-tlp-amber = For the readers’ organisations, and their clients if they need it to protect themselves.
community-tlp-amber-strict = For the readers’ organisations, and nobody else.
community-tlp-red = For the people named, personally. Nothing is repeated.
community-reads-everybody = Read by every member of the private space.
community-reads-group = { $count ->
    [one] Read by you alone for now, and by moderators.
   *[other] Read by the { $count } people of the group and by moderators.
}
community-reads-more = { $count ->
    [one] , and 1 other
   *[other] , and { $count } others
}
community-reads-named = { $count ->
    [one] Read by you alone.
   *[other] Read by these { $count } people, and nobody else.
}
community-reads-red = Read by you and by those whom you choose below.
community-reads-cell = Read by the cell and by you.
community-reads-same = Read by the same people as before.
community-marked = TLP:{ $mark } · { $reads }
community-read-by = Read by:
community-preview = Preview
community-preview-go = Preview
community-publish = Publish
community-answer-go = Answer
community-draft-go = Keep the draft
community-draft-drop = Throw the draft away
community-draft-kept = Your draft ({ $when }) is back here. Only you see it.
community-red-look = This is who will read it. If that is right, publish.
community-as-named = Under the name: { $name }
community-as-unnamed = Without a name: { $voice }
community-unnamed = Not be named
community-unnamed-hint = The message appears at the next quarter of an hour, under these words only. Your name stays sealed: only two people in charge of moderation, together and leaving a trace, can reveal it.
community-field-voice_who = Who speaks
community-field-voice_place = Where
community-voice-named = Me, under my name
community-poll = Add a poll
community-field-poll_question = Question
community-field-poll_choices = Choices
community-field-poll_choices-hint = One a line.
community-field-poll_until = Until when
community-field-poll_until-hint = For example 12/12, or tomorrow 6 pm.
community-field-poll_several = Answers
community-poll-several = Several choices are possible
community-poll-preview = Poll: { $question } { $choices }
community-poll-open = Until: { $when }.
community-poll-over = Over: { $when }.
community-voters = { $count ->
    [0] Nobody answered yet.
    [one] 1 person answered.
   *[other] { $count } people answered.
}
community-votes = { $count ->
    [0] no vote
    [one] 1 vote
   *[other] { $count } votes
}
community-vote = Answer
community-vote-again = Change my answer
community-vote-own = Your choice
community-remark-image = No image is shown here: its text stands in its place.

community-posts = Messages
community-post = message
community-opened-it = Opened the thread
community-answers-it = Kept answer
community-edited = Changed:
community-versions-see = versions
community-withdrawn = Message withdrawn by its author.
community-hidden = Message hidden by moderators.
community-hidden-why = Message hidden by moderators: { $why }
community-reaction-thanks = Thanks
community-reaction-same = Same here
community-reaction-useful = Useful
community-cite = Quote
community-citing = You quote { $name }.
community-cite-undo = Do not quote
community-bookmark = Bookmark
community-bookmark-undo = Remove from bookmarks
community-bookmarks-none = No message kept. Under each message, “Bookmark” keeps it here, for you alone.
community-more = More
community-edit = Change
community-mark = Change the mark
community-solve = Keep this answer
community-unsolve = Keep it no more
community-withdraw = Withdraw this message
community-thread-options = Options of the thread
community-thread-close = Close the thread
community-thread-reopen = Reopen the thread
community-closed-by = Thread closed by { $name }, { $when }.
community-move = Move to
community-move-hint = Only a thread whose messages are all for every member: the others were written for this group.
community-move-go = Move
community-answer = Answer
community-publish-question = Publish the question and its answers
community-publish-question-hint = It leaves the list of the cell and becomes a thread of this group, under your name.
community-publish-group = In which group
community-publish-question-go = Publish
community-mark-now = Current mark:
community-mark-own = You may tighten it or loosen it. What answers it or quotes it never goes further than it.
community-mark-other = You may tighten it, at once. Only its author may loosen it.
community-mark-go = Change the mark
community-edit-go = Save
community-edit-hint = What was written before can still be read in the versions.
community-conflict = The message changed meanwhile
community-conflict-text = This is what it says now. Your text is kept below.
community-version = Version { $number }
community-version-now = Current
community-search-label = Search in what you may read
community-search-hint = TLP:RED messages are in no index: only those that name you are found.
community-search-go = Search
