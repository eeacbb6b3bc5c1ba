//! Messages, as MIME.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::{
    Mailbox, MessageBuilder, SinglePart,
    header::{ContentType, HeaderName, HeaderValue},
};
use vocabulary::{Failure, Instant, Language, MailAddress};

/// A message in plain words: no HTML, nothing that tells on its reader.
#[derive(Clone, Debug)]
pub struct Message {
    /// To whom.
    pub to: MailAddress,
    /// One line.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The language of the words.
    pub language: Language,
    /// What marks this message for ever, such as the identity of its job: a second copy, sent because the answer to the first was
    /// lost, carries the same. Letters, digits, `.`, `-` and `_`; the host of our own address is added.
    pub message_id: String,
    /// Its date: when what it tells of happened, the same in a second copy.
    pub at: Instant,
}

impl Message {
    /// The message as it goes over the wire. The sender's name and address are the operator's own, whatever is told.
    /// `end`: the address that ends what it is one of.
    pub(crate) fn mime(
        &self,
        from: &MailAddress,
        name: &str,
        end: Option<&str>,
    ) -> Result<lettre::Message, Failure> {
        let broken = |error: &dyn std::fmt::Display| Failure::new("write a message", error.to_string());
        let address = |address: &MailAddress| address.as_str().parse().map_err(|error| broken(&error));
        let host = from.as_str().rsplit_once('@').map_or("localhost", |(_, host)| host);
        let mut builder = MessageBuilder::new()
            .from(Mailbox::new(Some(one_line(name)), address(from)?))
            .to(Mailbox::new(None, address(&self.to)?))
            .subject(one_line(&self.subject))
            .date(UNIX_EPOCH + Duration::from_millis(u64::try_from(self.at.millis()).unwrap_or(0)))
            .message_id(Some(format!("<{}@{host}>", self.mark())));
        let mut headers = vec![
            // Nobody's absence answers a program: RFC 3834, and what Exchange reads instead.
            ("Auto-Submitted", "auto-generated".to_owned()),
            ("X-Auto-Response-Suppress", "All".to_owned()),
            ("Content-Language", self.language.tag().to_owned()),
        ];
        if let Some(end) = end {
            // An address holds neither blanks nor brackets: what does is none, and ends there.
            let end: String =
                end.chars().take_while(|c| c.is_ascii_graphic() && !"<>,".contains(*c)).collect();
            headers.push(("List-Unsubscribe", format!("<{end}>")));
            headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
        for (header, value) in headers {
            let name = HeaderName::new_from_ascii(header.to_owned()).map_err(|error| broken(&error))?;
            builder = builder.raw_header(HeaderValue::new(name, value));
        }
        let part = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(self.text.clone());
        builder.singlepart(part).map_err(|error| broken(&error))
    }

    /// The name of its file, without the ending: the same for a second copy, and in order of time.
    pub(crate) fn file_name(&self) -> String {
        format!("{}-{}", file_time(self.at), self.mark())
    }

    /// Its mark, with nothing that means something to a header or to a folder.
    fn mark(&self) -> String {
        let inert = |c: char| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' };
        self.message_id.chars().take(100).map(inert).collect()
    }
}

/// A moment as names of files begin with it: they then stand in order of time.
pub(crate) fn file_time(at: Instant) -> String {
    at.timestamp().strftime("%Y%m%dT%H%M%S").to_string()
}

/// Nothing that ends a header's line.
fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abuse_c07_nothing_told_becomes_a_header() {
        let message = Message {
            to: MailAddress::parse("rssi@vigie.example").unwrap(),
            subject: "Alerte\r\nBcc: x@y.example".to_owned(),
            text: "Première ligne\n\nReply-To: x@y.example".to_owned(),
            language: Language::Fr,
            message_id: "1\r\nX: y".to_owned(),
            at: Instant::from_millis(0),
        };
        let from = MailAddress::parse("vigie@vigie.example").unwrap();
        let mime = message.mime(&from, "\"Cellule\" <evil@x.example>\r\nBcc: z@y.example", None).unwrap();
        let text = String::from_utf8(mime.formatted()).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        assert!(
            !head.lines().any(|line| ["Bcc:", "X:", "Reply-To:"].iter().any(|name| line.starts_with(name))),
            "{head}"
        );
        assert_eq!(head.lines().filter(|line| line.starts_with("From:")).count(), 1);
        assert!(
            head.lines().any(|line| line.starts_with("From:") && line.ends_with("<vigie@vigie.example>")),
            "{head}"
        );
        assert_eq!(mime.envelope().from().unwrap().to_string(), "vigie@vigie.example");
        assert_eq!(mime.envelope().to().len(), 1);
    }
}
