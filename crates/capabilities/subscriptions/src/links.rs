//! Links that mails carry: each is signed for one purpose and one thing, so that none serves for anything else (abuse G08).

use vault::{Key, MasterKey};
use vocabulary::{Id, hex};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Confirms a request.
    Confirm,
    /// Opens one's choices, for an hour.
    Change,
    /// Ends a subscription, and does nothing else.
    End,
}

impl Purpose {
    const fn code(self) -> &'static [u8] {
        match self {
            Self::Confirm => b"confirm",
            Self::Change => b"change",
            Self::End => b"end",
        }
    }
}

/// Signs links and reads them; and makes of an address a mark from which nobody without the key finds it.
#[derive(Clone)]
pub(crate) struct Links {
    links: Key,
    marks: Key,
}

impl Links {
    pub(crate) fn new(master: &MasterKey) -> Self {
        Self { links: master.derive("subscriptions: links"), marks: master.derive("subscriptions: marks") }
    }

    /// The end of a link.
    pub(crate) fn sign(&self, purpose: Purpose, id: Id) -> String {
        self.links.sign(purpose.code(), id)
    }

    /// What a link names, when it is ours and for that.
    pub(crate) fn read(&self, purpose: Purpose, link: &str) -> Option<Id> {
        self.links.signed(purpose.code(), link)
    }

    /// A mark of an address or of a place.
    pub(crate) fn mark(&self, what: &str, text: &str) -> String {
        hex(&self.marks.authenticate(&[what.as_bytes(), text.as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use vocabulary::testing::SequentialIds;

    use super::*;

    #[test]
    fn abuse_g08_a_link_serves_one_purpose_and_one_subscription() {
        let folder = std::env::temp_dir().join(format!("vigie_links_{}", std::process::id()));
        let master = MasterKey::load_or_create(&folder.join("secret"), &SequentialIds::default()).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        let links = Links::new(&master);
        let (one, other) = (Id::from_random([1; 16]), Id::from_random([2; 16]));
        let link = links.sign(Purpose::End, one);
        assert_eq!(links.read(Purpose::End, &link), Some(one));
        for purpose in [Purpose::Confirm, Purpose::Change] {
            assert_eq!(links.read(purpose, &link), None);
        }
        let (_, tag) = link.split_once('.').unwrap();
        let bare = one.to_string();
        for forged in [
            String::new(),
            bare.clone(),
            format!("{bare}."),
            format!("{other}.{tag}"),
            format!("{link}00"),
            format!("{bare}.{}", &tag[..32]),
            format!("{bare}.é{tag}"),
            link.replace('.', ""),
        ] {
            assert_eq!(links.read(Purpose::End, &forged), None, "{forged}");
        }
        assert!(!links.mark("address", "rssi@vigie.example").contains("rssi"));
        assert_ne!(links.mark("address", "x"), links.mark("place", "x"));
    }
}
