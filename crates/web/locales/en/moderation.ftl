# To report, to moderate, to know who wrote unnamed, to make something of a thread.
action-community-reported = Post reported to the moderators
action-community-judged = Post judged by the moderators
action-community-shown-again = Hidden post shown again
action-community-reveal-asked = Name of who wrote unnamed asked for
action-community-reveal-granted = Name of who wrote unnamed granted
action-community-reveal-refused = Name of who wrote unnamed refused
action-community-reveal-seen = Name of who wrote unnamed read
action-community-raise-asked = Agreement of the authors of a thread asked for
action-community-raise-agreed = Agreement given by the author of a post
action-community-raise-declined = Agreement declined by the author of a post
action-community-raised = Thread raised, or the request dropped

refused-moderation-long = This is too long: { $most } characters at most.
refused-moderation-words = Write at least a few words.
refused-report-hidden = This post cannot be read any more: nothing is left to report.
refused-report-own = This post is yours: you may change it or take it back.
refused-report-once = You reported this post already. The moderators have it before them.
refused-judged-before = Somebody else just decided about this post. Read what became of it.
refused-reveal-asked = Another request is open for this post, or was just granted.
refused-reveal-refused = You were refused this request: another moderator may make it.
refused-reveal-decided = This request has its answer already, or ran out.
refused-reveal-second = You made this request: somebody else must answer it.
refused-raise-posts = Choose one to fifty posts.
refused-raise-red = A post that is TLP:RED, or that cannot be read any more, does not leave this place. Take it out of your choice.
refused-raise-open = A request is open for this thread already.
refused-raise-over = This request is over, or the post has changed since: it is left out.
refused-raise-nobody = No author has agreed yet.
