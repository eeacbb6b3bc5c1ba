# The library of a group: files, experience reports, copies in the name of who reads them.
action-community-document-added = File added in the private space
action-community-document-taken = Document of the private space taken away
action-community-report-written = Experience report written, to be reviewed
action-community-report-reviewed = Experience report reviewed and accepted

refused-file-unnamed = Under this mark a document leaves only with the name of its reader on each page: add it as a PDF, PNG or JPEG, or choose a wider mark.
refused-file-undrawable = This file cannot be redrawn with the name of its reader: it is protected, damaged or too long. Save it again as a plain PDF, or choose a wider mark.
refused-file-stays = This file leaves no more: under this mark the name of its reader should stand on each page, and only a PDF or an image allows that.
refused-file-virus = This is the file by which antiviruses are tried: it is not kept.
refused-file-missing = Choose the file of the new version.
refused-file-gone = One of these files is no longer there. Choose it again.
refused-file-of-the-unnamed = A file may carry your name without your seeing it. Sign your message, or publish it without a file.
refused-files-many = { $most ->
    [one] One file only here.
   *[other] At most { $most } files a message.
 }
refused-files-of-a-day = You sent many files. Publish or remove those that wait, or come back tomorrow.
refused-retex-section = Write this part: it helps those to whom this will happen.
refused-retex-reviewers = Choose at least one person of the group, other than you, to review.
refused-retex-reviewers-named = Who reviews must be able to read afterwards: choose among the readers whom you name.
refused-retex-reviewed = Somebody accepted this experience report already.
refused-retex-own = Somebody other than its author reviews an experience report.
refused-retex-in-review = This experience report waits for its review. Until then you may only change who reviews it.

page-community-library = Library
page-community-report = Write an experience report
page-community-document = A document
page-community-document-file = Take a document away
page-community-document-act = Review a document

library-title = Library: { $group }
library-add-file = Add a document
library-add-report = Write an experience report
library-kinds = Kinds of documents
library-kinds-all = All
library-kinds-retex = Experience reports
library-kinds-file = Files
library-kind-retex = Experience report
library-kind-file = File
library-none = Nothing here yet. A file attached to a message of the group, or a reviewed experience report, takes its place here.
library-documents = Documents
library-waiting = In review
library-see = Details
library-attach = Attach files
library-file = Files
library-file-hint = Optional. { $count ->
    [one] One file
   *[other] At most { $count } files
 }, { $max } MB each. Read by those who read this message, never opened here. Remove whatever is about patients.
library-files-kept = Files received already
library-replaces = New version of “{ $title }”: attach it, and say what changes.
library-report-lead = What happened to you helps others. At least one member of the group reviews it: until then only they and you read it, then those whom you choose here.
library-report-send = Send for review
library-thread = See it in its thread, talk about it
library-new-version = Add a new version
library-edit = Change the text
library-text-versions = See the versions of the text
library-take = Download { $file }
library-take-report = Download as PDF
library-named = Under this mark your copy carries your name and the moment on each page.
library-untagged = A screen reader reads its text in the order of its pages, without headings or tables; what is said of it here is read with its own.
library-waits = In review. Once accepted, it will be read under TLP:{ $mark }.
library-waits-for-you = You are asked to review it. Once accepted, it will be read under TLP:{ $mark }.
library-waits-paper = This experience report has not been reviewed yet.
library-reviewed = Reviewed by { $name }, { $when }.
library-reviewed-by = reviewed by { $name }
library-changed-since = Changed since by its author.
library-review = Your review
library-review-text = Nothing may point at a patient, nor at a facility that did not want it; what is said must be of use to others. If not, say in its thread what is missing: its author changes it, then you review it again.
library-accept = Accept: it may be read
library-versions = Versions
library-more = Other actions
library-copy = Copy of { $name }

community-done-relu = Accepted. Those whom its author chose may read it.

community-field-reviewers = Who reviews
community-field-reviewers-hint = One of these people is enough.
community-field-retex_context = Context
community-field-retex_context-hint = What kind of facility, which systems, which team.
community-field-retex_happened = What happened
community-field-retex_happened-hint = In order: what was seen, decided and done, and when.
community-field-retex_helped = What helped
community-field-retex_missing = What was missing
community-field-retex_changed = What you changed
community-field-retex_advice = Your advice to others
