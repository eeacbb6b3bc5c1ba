//! Whom the rules tell, and who of them cannot be told.

use std::collections::BTreeMap;

use vocabulary::{MailAddress, Region};

use crate::settings::{Recipients, Settings};

/// The regions that have an agency of their own (code de la santé publique, art. L. 1431-1 and L. 1443-1): the first of the list,
/// before the collectivities.
const AGENCIES: usize = 18;

/// Addresses by recipient: `fssi`, `corruss`, `anssi`, and `ars-53` for the agency of a region. In a demonstration nobody else is
/// ever told than its own fictitious people.
pub fn addresses(settings: &Settings) -> BTreeMap<String, String> {
    if settings.demo {
        let agencies = Region::all().map(|region| {
            let code = region.code();
            (format!("ars-{code}"), format!("ars{code}@vigie.example"))
        });
        let others =
            ["fssi", "corruss", "anssi"].map(|name| (name.to_owned(), format!("{name}@vigie.example")));
        return agencies.chain(others).collect();
    }
    let told = &settings.recipients;
    let mut addresses: BTreeMap<String, String> =
        told.ars.iter().map(|(code, address)| (format!("ars-{code}"), address.clone())).collect();
    for (name, address) in [("fssi", &told.fssi), ("corruss", &told.corruss), ("anssi", &told.anssi)] {
        addresses.insert(name.to_owned(), address.clone());
    }
    addresses.retain(|_, address| !address.is_empty());
    addresses
}

/// The person on call of the cell, by mail.
pub fn on_call(settings: &Settings) -> String {
    if settings.demo { "astreinte@vigie.example".to_owned() } else { settings.recipients.on_call.clone() }
}

/// Everybody whom the law tells, or the cell, and who has no address or something that is none: a line each, with how to mend it.
pub fn wanting(settings: &Settings) -> Vec<String> {
    if settings.demo {
        return Vec::new();
    }
    let Recipients { on_call, fssi, corruss, anssi, ars } = &settings.recipients;
    let mut wanting = Vec::new();
    for (name, who, address) in [
        ("on_call", "whoever is on call", on_call),
        ("fssi", "FSSI / HFDS", fssi),
        ("corruss", "DGS / CORRUSS", corruss),
        ("anssi", "ANSSI", anssi),
    ] {
        let setting = format!("{name} under [recipients], or VIGIE_RECIPIENTS_{}", name.to_uppercase());
        if address.is_empty() {
            wanting.push(format!("no address for {who}: set {setting}"));
        } else if MailAddress::parse(address).is_err() {
            wanting.push(format!("{address:?} is no address for {who}: mend {setting}"));
        }
    }
    let unaddressed = |region: &Region| ars.get(region.code()).is_none_or(String::is_empty);
    let agencies: Vec<String> = Region::all()
        .take(AGENCIES)
        .filter(unaddressed)
        .map(|region| format!("{} {}", region.code(), region.name()))
        .collect();
    if !agencies.is_empty() {
        wanting.push(format!(
            "no address for the agency of {}: set each under [recipients.ars], as 53 = \"alerte@ars.example\"",
            agencies.join(", ")
        ));
    }
    for (code, address) in ars.iter().filter(|(_, address)| !address.is_empty()) {
        if MailAddress::parse(address).is_err() {
            wanting.push(format!(
                "{address:?} is no address for the agency of region {code}: mend it under [recipients.ars]"
            ));
        }
    }
    wanting
}

#[cfg(test)]
mod tests {
    use super::*;

    type Spoil = fn(&mut Recipients);

    fn all() -> Settings {
        let address = "garde@agence.example".to_owned();
        let recipients = Recipients {
            on_call: address.clone(),
            fssi: address.clone(),
            corruss: address.clone(),
            anssi: address.clone(),
            ars: Region::all()
                .take(AGENCIES)
                .map(|region| (region.code().to_owned(), address.clone()))
                .collect(),
        };
        Settings { recipients, ..Settings::default() }
    }

    #[test]
    fn whoever_cannot_be_told_is_named_with_the_setting_that_mends_it() {
        assert_eq!(wanting(&all()), Vec::<String>::new());
        let nobody = wanting(&Settings::default());
        assert_eq!(nobody.len(), 5, "{nobody:#?}");
        for words in [
            "VIGIE_RECIPIENTS_ON_CALL",
            "VIGIE_RECIPIENTS_FSSI",
            "VIGIE_RECIPIENTS_CORRUSS",
            "VIGIE_RECIPIENTS_ANSSI",
        ] {
            assert!(nobody.iter().any(|line| line.contains(words)), "{words}");
        }
        for region in Region::all().take(AGENCIES) {
            assert!(nobody.iter().any(|line| line.contains(region.name())), "{region}");
        }
        let spoilt: [(Spoil, &str); 5] = [
            (|told| told.fssi = "fssi".to_owned(), "\"fssi\" is no address for FSSI / HFDS"),
            (|told| told.anssi = String::new(), "no address for ANSSI"),
            (|told| drop(told.ars.remove("53")), "no address for the agency of 53 Bretagne: set each"),
            (
                |told| drop(told.ars.insert("06".to_owned(), String::new())),
                "no address for the agency of 06 Mayotte",
            ),
            (
                |told| drop(told.ars.insert("53".to_owned(), "ars53@bzh".to_owned())),
                "\"ars53@bzh\" is no address",
            ),
        ];
        for (spoil, said) in spoilt {
            let mut settings = all();
            spoil(&mut settings.recipients);
            let wanting = wanting(&settings);
            assert!(wanting.len() == 1 && wanting[0].contains(said), "{said}: {wanting:#?}");
        }
    }

    #[test]
    fn a_demonstration_tells_everybody_and_nobody_real() {
        let settings = Settings { demo: true, ..all() };
        let addresses = addresses(&settings);
        assert_eq!(addresses.len(), Region::all().count() + 3);
        assert!(addresses.values().all(|address| address.ends_with("@vigie.example")), "{addresses:?}");
        assert!(on_call(&settings).ends_with("@vigie.example"));
        assert!(wanting(&settings).is_empty());
    }
}
