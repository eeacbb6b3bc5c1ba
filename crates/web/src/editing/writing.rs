//! A text is begun and changed. What is half done is kept; whether it is whole is asked when a review is.

use access::Caller;
use axum::{extract::Path, http::StatusCode};
use calendar::Calendar;
use jiff::civil::Date;
use publications::{
    Editing,
    rules::{Kind, check},
};
use vocabulary::{Id, Language, Problem, Refusal, Refused};

use super::{
    conflict::Conflict,
    form::{self, Sheet},
    images, kind, period, preview,
    typed::{self, value},
    writer,
};
use crate::{
    answer::Answer,
    forms::{Form, Typed},
    refusals::mendable,
    visit::Visit,
};

/// The day that it is for the cell.
pub(super) fn today(visit: &Visit) -> Date {
    Calendar::of_the_cell().date(visit.now())
}

/// `/redaction/nouveau/{kind}`
pub(crate) async fn new(Path(code): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = writer(&visit).await?;
    let kind = kind(&visit, &code)?;
    let mut typed = Typed::new();
    if kind == Kind::Card {
        typed.insert("body_fr".to_owned(), vec![typed::sections(Language::Fr)]);
    }
    form::page(&visit, &caller, Sheet::new(kind, typed, None)).await
}

/// The form of a new text was sent.
pub(crate) async fn begin(Path(code): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = writer(visit).await?;
    let kind = kind(visit, &code)?;
    let sheet = Sheet::new(kind, form.typed.clone(), None);
    let sheet = match aside(&form, &caller, sheet).await? {
        Ok(shown) => return Ok(shown),
        Err(sheet) => sheet,
    };
    let draft = match typed::draft(kind, &form.typed, today(visit)) {
        Ok(draft) => draft,
        Err(wrong) => {
            let refused = sheet.refused((wrong, StatusCode::UNPROCESSABLE_ENTITY));
            return form::page(visit, &caller, refused).await;
        }
    };
    match visit.site.services.publications.begin(&caller, kind, draft).await {
        Ok(id) => kept(&form, &caller, (id, 1)).await,
        Err(problem) => {
            let refused = sheet.refused(mendable(visit, problem)?);
            form::page(visit, &caller, refused).await
        }
    }
}

/// `/redaction/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = writer(&visit).await?;
    let id = visit.identity(&id)?;
    let editing = open(&visit, &caller, id).await?;
    if !editing.may.write {
        return Ok(Answer::redirect(&visit.href1("editing-review", id)));
    }
    let (kind, typed) = (editing.publication.kind, typed::of(&editing.draft));
    let again = visit.parameter("reprendre");
    if !again.is_empty() {
        return overwritten(&visit, &caller, (id, visit.identity(&again)?), editing).await;
    }
    let (notice, refusals) = match visit.parameter("dit").as_str() {
        "saved" => ("editing-saved", Vec::new()),
        "missing" => ("editing-missing", check(kind, &editing.draft, editing.publication.published_under())),
        _ => ("", Vec::new()),
    };
    // Whoever wrote hears at once which of the links lead nowhere.
    let notes =
        if notice.is_empty() { Vec::new() } else { preview::broken(&visit, &caller, &editing.draft).await? };
    let sheet = Sheet { refusals, notice, notes, ..Sheet::new(kind, typed, Some(editing)) };
    form::page(&visit, &caller, sheet).await
}

/// What somebody overwrote is in the form again, beside what is kept. Nothing of it is kept before it is saved.
async fn overwritten(
    visit: &Visit,
    caller: &Caller,
    line: (Id, Id),
    editing: Editing,
) -> Result<Answer, Answer> {
    let found = visit.site.services.publications.overwritten(caller, line).await;
    let (line, before) = found.map_err(|problem| visit.problem(problem))?;
    let (kind, before) = (editing.publication.kind, typed::of(&before));
    let conflict = Some(Conflict::again(visit, kind, &before, &line, &editing));
    let sheet = Sheet { conflict, ..Sheet::new(kind, before, Some(editing)) };
    form::page(visit, caller, sheet).await
}

/// The form of a text was sent.
pub(crate) async fn write(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = writer(visit).await?;
    let id = visit.identity(&id)?;
    let editing = open(visit, &caller, id).await?;
    let kind = editing.publication.kind;
    let sheet = Sheet::new(kind, form.typed.clone(), Some(editing));
    let sheet = match aside(&form, &caller, sheet).await? {
        Ok(shown) => return Ok(shown),
        Err(sheet) => sheet,
    };
    let draft = match typed::draft(kind, &form.typed, today(visit)) {
        Ok(draft) => draft,
        Err(wrong) => {
            let refused = sheet.refused((wrong, StatusCode::UNPROCESSABLE_ENTITY));
            return form::page(visit, &caller, refused).await;
        }
    };
    let (seen, mine) = (form.value("vu").parse().unwrap_or(0), typed::of(&draft));
    match visit.site.services.publications.write(&caller, (id, seen), draft).await {
        Ok(revision) => kept(&form, &caller, (id, revision)).await,
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            // What it is now: its revision goes into the form, so that the next press is meant.
            let editing = open(visit, &caller, id).await?;
            let changed = refusals.iter().any(|refusal| refusal.code == "publication-changed");
            let conflict = changed.then(|| Conflict::of(visit, kind, &mine, &editing));
            let sheet = Sheet { conflict, editing: Some(editing), ..sheet };
            form::page(visit, &caller, sheet.refused((refusals, status))).await
        }
    }
}

async fn open(visit: &Visit, caller: &Caller, id: Id) -> Result<Editing, Answer> {
    visit.site.services.publications.open(caller, id).await.map_err(|problem| visit.problem(problem))
}

/// Where one goes on once a text is kept; when a review was asked for, it is asked for now.
async fn kept(form: &Form, caller: &Caller, (id, revision): (Id, i64)) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (text, review) = (visit.href1("editing-text", id), visit.href1("editing-review", id));
    match form.value("do") {
        "submit" => {}
        "images" => return Ok(Answer::redirect(&visit.href1("editing-images", id))),
        _ => return Ok(Answer::redirect(&format!("{text}?dit=saved"))),
    }
    match visit.site.services.publications.submit(caller, (id, revision)).await {
        Ok(()) => Ok(Answer::redirect(&format!("{review}?dit=submitted"))),
        Err(Problem::Refused(Refused::Invalid(_))) => Ok(Answer::redirect(&format!("{text}?dit=missing"))),
        // Somebody came between: what they wrote is to be seen first.
        Err(Problem::Refused(Refused::Conflict(_))) => Ok(Answer::redirect(&format!("{text}?dit=saved"))),
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// What only shows the form again, with everything that was typed: nothing is kept. The sheet comes back when it is no such act.
async fn aside(form: &Form, caller: &Caller, mut sheet: Sheet) -> Result<Result<Answer, Sheet>, Answer> {
    let visit = &form.visit;
    match form.value("do") {
        "preview" => sheet.preview = preview::typed(visit, caller, sheet.kind, form).await?,
        "add-product" => sheet.more = [true, false],
        "add-source" => sheet.more = [false, true],
        "sections_fr" => append(&mut sheet.typed, "body_fr", &typed::sections(Language::Fr)),
        "sections_en" => append(&mut sheet.typed, "body_en", &typed::sections(Language::En)),
        "list" => match asked_period(form) {
            Ok(period) => {
                let [fr, en] = period::list(visit, caller, period).await?;
                append(&mut sheet.typed, "body_fr", &fr);
                // Nobody translated it: its English has no list either.
                if !value(&sheet.typed, "title_en").is_empty() || !value(&sheet.typed, "body_en").is_empty() {
                    append(&mut sheet.typed, "body_en", &en);
                }
                sheet.notice = "editing-listed";
            }
            Err(refusals) => sheet = sheet.refused((refusals, StatusCode::UNPROCESSABLE_ENTITY)),
        },
        act => match image(&sheet, act) {
            Some((body, shown)) => append(&mut sheet.typed, body, &shown),
            None => return Ok(Err(sheet)),
        },
    }
    // The revision that was seen stays what it was: only keeping it asks whether somebody came first.
    if let (Some(editing), Ok(seen)) = (&mut sheet.editing, form.value("vu").parse()) {
        editing.publication.revision = seen;
    }
    form::page(visit, caller, sheet).await.map(Ok)
}

/// An image of the text that is to be shown at the end of its words in a language: where, and what is to be written there.
fn image(sheet: &Sheet, act: &str) -> Option<(&'static str, String)> {
    let (fr, en) = (act.strip_prefix("image_fr_"), act.strip_prefix("image_en_"));
    let id = fr.or(en).and_then(|id| Id::parse(id).ok())?;
    let image = sheet.editing.as_ref()?.images.iter().find(|image| image.id == id)?;
    let [alt_fr, alt_en] = &image.alts;
    let (body, alt) = if fr.is_some() { ("body_fr", alt_fr) } else { ("body_en", alt_en) };
    Some((body, images::shown(id, alt)))
}

/// The days of a bulletin.
fn asked_period(form: &Form) -> Result<(Date, Date), Vec<Refusal>> {
    let today = today(&form.visit);
    let mut wrong = Vec::new();
    let mut day = |name: &str| {
        let day = oncall::rules::day(form.value(name), today);
        if day.is_none() {
            wrong.push(Refusal::new("publication-day").at(name.to_owned()).with("value", form.value(name)));
        }
        day
    };
    match (day("period_from"), day("period_to")) {
        (Some(from), Some(to)) if from <= to => Ok((from, to)),
        (Some(_), Some(_)) => Err(vec![Refusal::new("publication-period").at("period_to")]),
        _ => Err(wrong),
    }
}

/// Adds to what was typed, under it.
fn append(typed: &mut Typed, name: &str, more: &str) {
    let text = value(typed, name).trim_end().to_owned();
    let text = if text.is_empty() { more.to_owned() } else { format!("{text}\n\n{more}") };
    typed.insert(name.to_owned(), vec![text]);
}
