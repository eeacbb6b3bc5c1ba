//! What is said at the terminal of what did not work, and what to do about it.

use std::sync::LazyLock;

use directory::RefusedLine;
use vocabulary::{Language, Problem, Refusal, Refused, Wording as _};
use web::Locales;

/// The words of the pages: what they refuse is refused here in the same sentence.
static LOCALES: LazyLock<Locales> = LazyLock::new(Locales::load);

/// A problem as the operator reads it.
pub fn in_words(problem: &Problem) -> String {
    match problem {
        Problem::Failed(failure) => failure.chain(),
        Problem::Refused(Refused::NotFound) => "there is no such thing".to_owned(),
        Problem::Refused(
            Refused::SignInFirst | Refused::SecondFactorFirst | Refused::ProveAgain | Refused::Forbidden,
        ) => "that is not allowed".to_owned(),
        Problem::Refused(Refused::TooSoon(seconds) | Refused::Crowded(seconds)) => {
            format!("too soon: try again in {seconds} s")
        }
        Problem::Refused(Refused::Conflict(refusal)) => sentence(refusal),
        Problem::Refused(Refused::Invalid(refusals)) => {
            refusals.iter().map(sentence).collect::<Vec<_>>().join("; ")
        }
    }
}

fn sentence(refusal: &Refusal) -> String {
    let field = refusal.field.as_ref().map(|field| format!("{field}: ")).unwrap_or_default();
    own(refusal).unwrap_or_else(|| format!("{field}{}", shared(refusal)))
}

/// What only a terminal meets, or meets with another way out than pages have.
fn own(refusal: &Refusal) -> Option<String> {
    let given = |name: &str| refusal.parameters.get(name).map_or("", String::as_str);
    Some(match refusal.code {
        "demonstration-on-real" => {
            "this database holds real accounts: a demonstration needs one of its own (VIGIE_DATA_DIR)".to_owned()
        }
        "real-on-demonstration" => {
            "this database holds a demonstration: start it with VIGIE_DEMO=on, or choose another (VIGIE_DATA_DIR)".to_owned()
        }
        "register-looks-partial" => format!(
            "these files would close {} of {} facilities: say --partial if they hold a part of the register, --whole if \
             they hold all of it",
            given("absent"),
            given("open")
        ),
        "register-changed" => "another import came first: run this one again".to_owned(),
        "file-unreadable" | "file-too-large" | "file-not-a-register" | "file-column-missing" => {
            format!("{}: {}", given("file"), given("why"))
        }
        "download-unreachable" => format!(
            "the address of register_url does not answer ({}): is there a network here? \
             A register fetched elsewhere is given as a file: vigie import facilities FILE",
            given("why")
        ),
        "download-status" => format!(
            "the address of register_url answers with status {}: see register_url (VIGIE_REGISTER_URL), or give a FILE",
            given("status")
        ),
        "download-address" => format!(
            "{} is no https address from which to download: see register_url (VIGIE_REGISTER_URL), or give a FILE",
            given("address")
        ),
        "download-private-address" => format!(
            "{} leads into a private network, where nothing is downloaded from: see register_url (VIGIE_REGISTER_URL), or give a FILE",
            given("address")
        ),
        "download-too-large" => format!(
            "what stands at the address of register_url is larger than {} bytes, which no register is: \
             see register_url (VIGIE_REGISTER_URL), or give a FILE",
            given("most")
        ),
        "role-unknown" => format!("there is no role {:?}", given("role")),
        "role-reach" => format!("the role {} needs a place (ars:53, facility-staff:350000022) or takes none", given("role")),
        "scope-unknown" => format!("there is no scope {:?}", given("scope")),
        "last-administrator" => "this is the last account that manages accounts: create another one first".to_owned(),
        "email-taken" => "this address already has an account".to_owned(),
        _ => return None,
    })
}

/// The sentence of the pages; where they have none, the code and what it needs, which is still better than nothing.
fn shared(refusal: &Refusal) -> String {
    let arguments: Vec<(&str, String)> =
        refusal.parameters.iter().map(|(name, value)| (*name, value.clone())).collect();
    let said = LOCALES.text(Language::En, &format!("refused-{}", refusal.code), &arguments);
    if !said.starts_with('⟦') {
        return said;
    }
    let details: Vec<String> =
        refusal.parameters.iter().map(|(name, value)| format!("{name} {value}")).collect();
    format!("{} {}", refusal.code.replace('-', " "), details.join(", ")).trim_end().to_owned()
}

/// Why an import left a line out.
pub fn refused_line(line: &RefusedLine) -> String {
    let RefusedLine { reason, detail, .. } = line;
    match reason.as_str() {
        "line-too-long" => "the line is longer than any of a register".to_owned(),
        "section-unknown" => {
            "it begins with none of the words that lines of an extract begin with".to_owned()
        }
        "fields-missing" => "it has fewer fields than its kind of line".to_owned(),
        "too-many-fields" => "it has more fields than a line may".to_owned(),
        "quote-not-closed" => "a quotation mark is opened and not closed".to_owned(),
        "field-too-long" => "a field has more than 400 characters".to_owned(),
        "finess-length" => format!("the FINESS number must have 9 characters, not {detail}"),
        "finess-character" => format!("the FINESS number cannot hold {detail:?} there"),
        "finess-check-digit" => format!("the check digit of the FINESS number is wrong: {detail} expected"),
        "legal-entity-length" => {
            format!("the number of the legal entity must have 9 characters, not {detail}")
        }
        "legal-entity-character" => format!("the number of the legal entity cannot hold {detail:?} there"),
        "legal-entity-check-digit" => {
            format!("the check digit of the number of the legal entity is wrong: {detail} expected")
        }
        "name-missing" => "the name is missing".to_owned(),
        "category-missing" => "the category is missing".to_owned(),
        "category-malformed" => "the category is not three digits".to_owned(),
        "region-unknown" => "neither department nor postcode tells in which region it is".to_owned(),
        "position-unreadable" => "latitude and longitude are not numbers on the globe".to_owned(),
        "duplicate" => format!("another line says something else of {detail}, and came first"),
        other => format!("{} {detail}", other.replace('-', " ")).trim_end().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    /// Every file of source under a folder, read.
    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// The words in quotes that directly follow these.
    fn quoted_after<'t>(text: &'t str, before: &str) -> Vec<&'t str> {
        text.split(before)
            .skip(1)
            .filter_map(|rest| rest.trim_start().strip_prefix('"'))
            .filter_map(|rest| rest.split_once('"').map(|(code, _)| code))
            .collect()
    }

    #[test]
    fn whatever_a_command_can_be_refused_with_is_a_sentence() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut texts = Vec::new();
        // What commands call: the register, lists, accounts, tokens, erasing, finding anew.
        for folder in ["directory", "indicators", "accounts", "retention", "publications", "audit", "members"]
        {
            sources(&crates.join("capabilities").join(folder).join("src"), &mut texts);
        }
        for folder in ["vocabulary", "trail", "access", "vault", "jobs"] {
            sources(&crates.join(folder).join("src"), &mut texts);
        }
        let mut codes = BTreeSet::from([
            "file-unreadable",
            "file-too-large",
            "file-not-a-register",
            "file-column-missing",
        ]);
        for text in &texts {
            codes.extend(quoted_after(text, "Refusal::new("));
            codes.extend(
                quoted_after(text, "refused(").into_iter().filter(|code| code.starts_with("download-")),
            );
        }
        assert!(codes.len() > 60 && codes.contains("download-unreachable"), "{codes:?}");
        // Those of tests that stand beside the code.
        let invented = ["a", "b", "x", "no", "because"];
        let wordless: Vec<&&str> = codes
            .iter()
            .filter(|code| !invented.contains(code))
            .filter(|code| {
                let refusal = Refusal::new(String::leak((**code).to_owned()));
                let said = sentence(&refusal);
                said == code.replace('-', " ") || said.contains('⟦')
            })
            .collect();
        assert!(wordless.is_empty(), "{wordless:?}");
    }

    #[test]
    fn a_download_without_a_network_says_that_a_file_will_do() {
        let refusal =
            Refusal::new("download-unreachable").with("why", "io: failed to lookup address information");
        let said = in_words(&Problem::from(Refused::invalid(refusal)));
        assert!(
            said.contains("does not answer") && said.contains("network") && said.contains("FILE"),
            "{said}"
        );
    }

    #[test]
    fn why_a_line_is_left_out_is_said_for_every_reason() {
        let file = include_str!("../../formats/finess/src/facility.rs");
        let (_, codes) = file.split_once("pub const fn code(&self)").unwrap();
        let (codes, _) = codes.split_once("pub fn detail").unwrap();
        let mut reasons = quoted_after(codes, "=> ");
        assert!(reasons.len() >= 17, "{reasons:?}");
        reasons.push("duplicate");
        for reason in reasons {
            let line =
                RefusedLine { file: "off.csv".into(), line: 8, reason: reason.into(), detail: "6".into() };
            let said = refused_line(&line);
            assert!(
                said.contains(' ') && said != format!("{} 6", reason.replace('-', " ")),
                "{reason}: {said}"
            );
        }
        let line = RefusedLine {
            file: "off.csv".into(),
            line: 8,
            reason: "finess-check-digit".into(),
            detail: "6".into(),
        };
        assert_eq!(refused_line(&line), "the check digit of the FINESS number is wrong: 6 expected");
    }
}
