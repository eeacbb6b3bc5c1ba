//! What somebody says of themselves, as they typed it and as it is accepted.

use vocabulary::{FinessNumber, MailAddress, Refusal};

/// Characters of a duty in one's own words, and of any other text.
const LINE: usize = 120;
const TEXT: usize = 2000;

/// What somebody does in their facility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// Security of information systems.
    Rssi,
    /// The information systems themselves.
    Dsi,
    /// Biomedical equipment.
    Biomedical,
    /// Protection of data.
    Dpo,
    /// Directs the facility.
    Director,
    /// Said in their own words.
    Other,
}

impl Duty {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Rssi, Self::Dsi, Self::Biomedical, Self::Dpo, Self::Director, Self::Other];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rssi => "rssi",
            Self::Dsi => "dsi",
            Self::Biomedical => "biomedical",
            Self::Dpo => "dpo",
            Self::Director => "director",
            Self::Other => "other",
        }
    }

    /// The duty of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.code() == code)
    }
}

/// Who answers for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// A member, by their address.
    Member,
    /// Somebody with an account of the same facility, by their address.
    Facility,
    /// The facility, which the cell calls at the number of the register.
    Register,
}

impl Way {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Member, Self::Facility, Self::Register];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Facility => "facility",
            Self::Register => "register",
        }
    }

    /// The way of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// What somebody typed who asks to join, or who confirms; fields that are not asked for are empty.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// FINESS number.
    pub facility: String,
    /// `rssi`…
    pub duty: String,
    /// The duty in their own words.
    pub duty_words: String,
    /// Why they want to join.
    pub why: String,
    /// `member`, `facility`, `register`.
    pub way: String,
    /// The address of who vouches.
    pub voucher: String,
    /// The version of the code of conduct that they accept.
    pub charter: String,
}

/// Where somebody works and what they do there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The number of their facility; whether there is one of that number, the register knows.
    pub facility: FinessNumber,
    /// What they do.
    pub duty: Duty,
    /// In their own words, where it is none of the list.
    pub duty_words: String,
}

/// Somebody asks to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Where they work.
    pub details: Details,
    /// Why they want to join.
    pub why: String,
    /// Who answers for them.
    pub way: Way,
    /// The address of who does, in small letters; empty when the cell asks the facility itself.
    pub voucher: String,
}

impl Details {
    /// What was typed, or all that is wrong with it. The code of conduct is accepted in its present version, or not at all.
    pub fn read(asked: &Asked, charter: i64) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Vec::new();
        let details = details(asked, &mut wrong);
        if asked.charter != charter.to_string() {
            wrong.push(Refusal::new("charter-required").at("member-charter"));
        }
        details.filter(|_| wrong.is_empty()).ok_or(wrong)
    }
}

impl Application {
    /// What was typed, or all that is wrong with it. Nobody vouches for themselves: `own` is the address of who asks.
    pub fn read(asked: &Asked, own: Option<&str>, charter: i64) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Vec::new();
        let details = details(asked, &mut wrong);
        let why = keep(words(&asked.why, "member-why", true), &mut wrong);
        let way = Way::from_code(&asked.way);
        if way.is_none() {
            wrong.push(Refusal::new("required").at("member-way"));
        }
        let mut voucher = String::new();
        if matches!(way, Some(Way::Member | Way::Facility)) {
            match MailAddress::parse(&asked.voucher) {
                Ok(address) => voucher = address.as_str().to_lowercase(),
                Err(refusal) => wrong.push(refusal.at("member-voucher")),
            }
            if !voucher.is_empty() && own == Some(voucher.as_str()) {
                wrong.push(Refusal::new("own-vouch").at("member-voucher"));
            }
        }
        if asked.charter != charter.to_string() {
            wrong.push(Refusal::new("charter-required").at("member-charter"));
        }
        match (details, why, way) {
            (Some(details), Some(why), Some(way)) if wrong.is_empty() => {
                Ok(Self { details, why, way, voucher })
            }
            _ => Err(wrong),
        }
    }
}

fn details(asked: &Asked, wrong: &mut Vec<Refusal>) -> Option<Details> {
    let number = FinessNumber::parse(&asked.facility);
    let facility = keep(number.map_err(|error| directory::explain(error).at("member-facility")), wrong);
    let duty = Duty::from_code(&asked.duty);
    if duty.is_none() {
        wrong.push(Refusal::new("required").at("member-duty"));
    }
    let duty_words = match duty {
        Some(Duty::Other) => keep(line(&asked.duty_words), wrong),
        _ => Some(String::new()),
    };
    Some(Details { facility: facility?, duty: duty?, duty_words: duty_words? })
}

fn keep<T>(read: Result<T, Refusal>, wrong: &mut Vec<Refusal>) -> Option<T> {
    read.map_err(|refusal| wrong.push(refusal)).ok()
}

fn line(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::new("required").at("member-duty-words"));
    }
    if text.chars().count() > LINE || text.chars().any(char::is_control) {
        return Err(Refusal::new("too-long").at("member-duty-words").with("max", LINE.to_string()));
    }
    Ok(text.to_owned())
}

/// A text of a few lines, as it is kept: nothing in it that cannot be seen.
pub fn words(text: &str, field: &str, required: bool) -> Result<String, Refusal> {
    let unseen = |c: &char| !c.is_control() || *c == '\n';
    let text: String = text.trim().replace("\r\n", "\n").chars().filter(unseen).collect();
    if required && text.is_empty() {
        return Err(Refusal::new("required").at(field));
    }
    if text.chars().count() > TEXT {
        return Err(Refusal::new("too-long").at(field).with("max", TEXT.to_string()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        Asked {
            facility: "35 990 000 8".to_owned(),
            duty: "rssi".to_owned(),
            why: "Parler avec des pairs.".to_owned(),
            way: "member".to_owned(),
            voucher: "Membre@vigie.example".to_owned(),
            charter: "3".to_owned(),
            ..Asked::default()
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_each_beside_its_field() {
        let wrong = Application::read(&Asked::default(), None, 1).unwrap_err();
        let fields: Vec<_> = wrong.iter().filter_map(|refusal| refusal.field.as_deref()).collect();
        assert_eq!(fields, ["member-facility", "member-duty", "member-why", "member-way", "member-charter"]);
        let read = Application::read(&asked(), Some("moi@vigie.example"), 3).unwrap();
        assert_eq!((read.voucher.as_str(), read.details.duty), ("membre@vigie.example", Duty::Rssi));
    }

    #[test]
    fn one_thing_that_is_wrong_is_named() {
        type Change = fn(&mut Asked);
        let table: [(Change, &str, &str); 8] = [
            (|a| a.facility = "359900009".to_owned(), "finess-check-digit", "member-facility"),
            (|a| a.duty = "king".to_owned(), "required", "member-duty"),
            (|a| a.duty = "other".to_owned(), "required", "member-duty-words"),
            (|a| a.why = "x".repeat(2001), "too-long", "member-why"),
            (|a| a.voucher = "MOI@vigie.example".to_owned(), "own-vouch", "member-voucher"),
            (|a| a.charter = "2".to_owned(), "charter-required", "member-charter"),
            (|a| a.charter = String::new(), "charter-required", "member-charter"),
            (|a| a.way = "nobody".to_owned(), "required", "member-way"),
        ];
        for (change, code, field) in table {
            let mut asked = asked();
            change(&mut asked);
            let wrong = Application::read(&asked, Some("moi@vigie.example"), 3).unwrap_err();
            let [refusal] = wrong.as_slice() else { panic!("{wrong:?}") };
            assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some(field)));
        }
    }

    #[test]
    fn the_register_needs_no_address_and_keeps_none() {
        let asked = Asked { way: "register".to_owned(), ..asked() };
        assert_eq!(Application::read(&asked, None, 3).unwrap().voucher, "");
    }
}
