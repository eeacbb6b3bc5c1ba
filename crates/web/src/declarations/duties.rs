//! What the structure owes to others than the cell: said, prepared, never done for it.

use declarations::{DeclarationView, rules::Within};
use incidents::IncidentView;

use crate::{fields::answer_words, visit::Visit};

/// What the structure has to do itself.
pub(crate) struct DutyView {
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) within: String,
    pub(crate) article: String,
}

/// What the rules found that it owes.
pub(super) fn duties(visit: &Visit, incident: &IncidentView) -> Vec<DutyView> {
    let words = &visit.words;
    let duties = incident.incident.proposal.duties.iter();
    duties
        .map(|duty| DutyView {
            title: words.t(&format!("duty-{}", duty.code)),
            why: words.t(&format!("duty-{}-why", duty.code)),
            within: words.t(&format!("within-{}", duty.within.map_or("none", Within::code))),
            article: duty.article.clone(),
        })
        .collect()
}

/// What concerns the cell only, and nobody to whom the structure owes something.
const OURS: &str = "follow-up";

/// What was declared, as a text to copy into the forms of others; nothing where nothing is owed.
pub(super) fn prefilled(visit: &Visit, view: &DeclarationView, facility: &str, zone: &str) -> String {
    let (words, schema) = (&visit.words, visit.site.services.declarations.schema());
    let Some(answers) = view.answers() else { return String::new() };
    let told = schema.fields().iter().filter(|field| field.section != OURS && field.name != "facility_text");
    let told = told.filter_map(|field| {
        let value = answers.get(&field.name)?;
        let said = answer_words(words, field, value, zone);
        let said = if field.name == "facility" { format!("{facility} (FINESS {said})") } else { said };
        Some((words.t(&format!("field-{}", field.slug())), said))
    });
    let reference = (words.t("receipt-reference"), view.reference.clone());
    let filed = (words.t("receipt-filed"), words.moment(view.declared_at, zone));
    let unlisted = view.facility.is_none().then(|| (words.t("receipt-facility"), facility.to_owned()));
    let all = [reference, filed].into_iter().chain(unlisted).chain(told);
    all.map(|(label, said)| format!("{label}\n{said}\n")).collect::<Vec<_>>().join("\n")
}
