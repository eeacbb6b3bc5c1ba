# What is said in the private space, and how it is refused.
action-community-thread-opened = Thread opened in the private space
action-community-cell-asked = Question asked to the cell
action-community-posted = Post published in the private space
action-community-edited = Post changed by its author
action-community-marked = Mark of a post changed
action-community-withdrawn = Post taken back by its author
action-community-question-published = Question to the cell published by who asked it
action-community-solved = Thread said to be solved, or open again
action-community-thread-closed = Thread closed
action-community-thread-reopened = Thread reopened
action-community-thread-moved = Thread moved to another group
action-community-indicators-exported = Indicators of the private space taken away in a file

refused-thread-title = Give a title of 3 to { $most } characters that says what it is about.
refused-post-empty = Write your message.
refused-post-long = This message is too long: { $most } characters at most. Cut it in two, or attach a document.
refused-thread-tags = Choose at most { $most } tags.
refused-red-names-nobody = TLP:RED names its readers: choose at least one person of the group besides yourself.
refused-red-names-too-many = TLP:RED names at most { $most } readers. Choose fewer, or TLP:AMBER+STRICT.
refused-reader-not-there = One of the people you chose is not in this group and could not read it. Remove them, or let them in first.
refused-answer-looser = An answer goes no further than the message that opens the thread. Choose a mark at least as strict, and for TLP:RED readers whom it names too.
refused-quote-looser = What you quote must go no further through you: choose a mark at least as strict, or do not quote.
refused-loosened-by-its-author = Only its author may loosen this mark. You may tighten it.
refused-unnamed-to-named = You cannot stay unnamed here: a TLP:RED message, or a question to the cell, names who reads it and who writes it.
refused-unnamed-among-few = This group holds too few people for you not to be recognised. Write in a larger group, or under your name.
refused-join-first = Join this group before you write in it.
refused-thread-closed = This thread is closed: nobody answers any more. Open another one that refers to it.
refused-post-changed = This message changed after you opened it. Your text is kept below: compare, then save again.
refused-question-is-the-cell-s = A question to the cell is read by the cell and by you only. You may publish it in a group once it is answered.
refused-question-red = A published question is read by a group: choose another mark than TLP:RED.
refused-thread-confined = This thread holds messages meant for those who joined its group: moving them would show them to others. Open a new thread instead.
refused-solved-by-stricter = This answer is more restricted than the thread: pointing at it would tell everybody that it exists.
refused-poll-question = Ask a question of 3 to { $most } characters.
refused-poll-choices = Give 2 to { $most } choices, each once, one a line.
refused-poll-until = Choose an end within three months.
refused-poll-vote = Choose among what is proposed.
refused-poll-over = This poll is over.
action-community-mail-chosen = Rhythm of mails of the private space chosen

# What is written to who belongs to the private space.
page-community-notifications = Meant for you
tidings-called = Where you are called
tidings-called-none = Nobody has called you by name yet. Write @ and the name of a member to call them; your own is on the page of your membership.
tidings-mail = By mail
tidings-rhythm = When do you want to be told?
tidings-rhythm-each = Each time
tidings-rhythm-each-hint = When somebody calls you, and when somebody answers where you wrote.
tidings-rhythm-daily = Once a day
tidings-rhythm-daily-hint = At 7 in the morning, all that you did not read in your groups. When somebody calls you by name, at once.
tidings-rhythm-never = Never
tidings-rhythm-never-hint = You read here, when you come.
tidings-choose = Save
tidings-carried = What a mail carries
tidings-carried-words = the title and the first words
tidings-carried-title = the title
tidings-carried-nothing = nothing but that something is new
tidings-carried-hidden = A mail never carries anything from a hidden group. You always answer here, never by mail.
community-done-choisi = Saved.
mail-tidings-subject = Something new in the private space
mail-tidings-subject-mention = You are called: { $title }
mail-tidings-subject-answer = An answer: { $title }
mail-tidings-subject-question = A question: { $title }
mail-tidings-kept = Something is for you in the private space. Its mark does not allow to write more here.
mail-tidings-mention = Somebody calls you by name in “{ $title }”.
mail-tidings-answer = Somebody wrote in “{ $title }”, where you wrote too.
mail-tidings-question = Somebody wrote in the question “{ $title }”.
mail-tidings-digest =
    { $count ->
        [one] One thread that you have not read waits in your groups.
       *[other] { $count } threads that you have not read wait in your groups.
    }
mail-tidings-line = – { $title } ({ $group })
mail-tidings-others =
    { $count ->
        [one] One of them carries a mark that does not allow to name it here.
       *[other] { $count } of them carry a mark that does not allow to name them here.
    }
mail-tidings-foot =
    { $operator }

    To answer, come to the page: nobody reads this mailbox.
    You choose what is written to you under “Meant for you”.

# The indicators that members share.
page-community-indicators = Shared indicators
page-community-indicators-csv = Shared indicators (file)
shared-intro = The addresses, names and hashes that stand in the messages that you may read. Each carries the mark of its message.
shared-look = Look for a value
shared-look-hint = Whole, or by its beginning; defanged or not: 203[.]0[.]113[.]9.
shared-kind = Kind
shared-group = Group
shared-all = All
shared-go = Search
shared-none = Nothing here. What you write in a thread (IP addresses, domains, hashes…) is recognised and gathered on this page.
shared-file = Take away as CSV
shared-file-hint = The file carries your name on every line. TLP:RED is never in it.
shared-listed = Probably a trace of nobody: list “{ $list }”.
shared-seen =
    { $count ->
        [one] seen by one member too
       *[other] seen by { $count } members too
    }
shared-false =
    { $count ->
        [one] said to be unrelated by one member
       *[other] said to be unrelated by { $count } members
    }
shared-say-seen = Seen here too
shared-say-false = Unrelated
shared-column-kind = kind
shared-column-value = value
shared-column-tlp = mark
shared-column-said = published
shared-column-context = context
shared-column-seen = seen by
shared-column-false = unrelated for
shared-column-for = handed to
community-done-juge = Noted. Nobody sees that it was you.
