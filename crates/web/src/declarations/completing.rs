//! `/suivi/completer`: what can come later, as a list of short tasks. Each change is a new version.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use calendar::Calendar;
use declarations::{
    DeclarationView,
    rules::{Answers, Field, Kind},
};
use vocabulary::{Problem, Refusal, Refused};

use super::{
    follow::{self, followed},
    look_up::{self, LookUp, SEARCH},
    versions,
};
use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::FieldView,
    forms::{self, Form, Typed},
    visit::Visit,
};

/// When things are to be completed, the first first.
const STAGES: [&str; 3] = ["soon", "72h", "month"];

/// Asked only where the register does not know the structure.
const TOLD_BY_THE_REGISTER: &str = "category";

/// What is to be completed by the same time.
pub(crate) struct StageView {
    pub(crate) title: String,
    pub(crate) until: Option<String>,
    pub(crate) tasks: Vec<TaskView>,
}

/// A few questions of one section.
pub(crate) struct TaskView {
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) done: usize,
    pub(crate) of: usize,
}

/// The task list: for each stage, the sections that have something to ask.
pub(super) fn tasks(visit: &Visit, view: &DeclarationView, zone: &str) -> Vec<StageView> {
    let schema = visit.site.services.declarations.schema();
    let answers = view.answers();
    let words = &visit.words;
    let calendar = Calendar::of_the_cell();
    let known = answers.is_some_and(|answers| answers.facility().is_some());
    let task = |stage: &str, section: &String| {
        let asked = schema.fields().iter().filter(|field| is_of(field, stage, section));
        let mut asked = asked.filter(|field| !(known && field.name == TOLD_BY_THE_REGISTER)).peekable();
        asked.peek()?;
        let (done, of) = asked.fold((0, 0), |(done, of), field| {
            let answered = answers.is_some_and(|answers| answers.get(&field.name).is_some());
            (done + usize::from(answered), of + 1)
        });
        let title = words.t(&format!("section-{section}"));
        Some(TaskView { title, href: visit.href_to("complete", &[&format!("{stage}-{section}")]), done, of })
    };
    let stage = |stage: &&str| {
        let until = match *stage {
            "72h" => Some(calendar.plus_hours(view.declared_at, 72)),
            "month" => Some(calendar.plus_months(view.declared_at, 1)),
            _ => None,
        };
        StageView {
            title: words.t(&format!("stage-{stage}")),
            until: until.map(|until| words.moment(until, zone)),
            tasks: schema.sections().iter().filter_map(|section| task(stage, section)).collect(),
        }
    };
    STAGES.iter().map(stage).collect()
}

fn is_of(field: &Field, stage: &str, section: &str) -> bool {
    field.stage.as_deref() == Some(stage) && field.section == section
}

#[derive(Template)]
#[template(path = "declarations/complete.html")]
struct Complete<'a> {
    shell: Shell<'a>,
    token: String,
    seen: i64,
    /// When it is to be completed, for a task of the list.
    stage: Option<String>,
    look_up: Option<LookUp>,
    fields: Vec<FieldView>,
    errors: Vec<(String, String)>,
}

/// What a page asks: a task, or one answer to correct.
struct Asked<'a> {
    title: String,
    stage: Option<String>,
    fields: Vec<&'a Field>,
}

/// What an address asks: `soon-impacts` is a task, `soon` a whole stage, `summary` one field.
fn asked<'a>(visit: &'a Visit, name: &'a str) -> Result<Asked<'a>, Answer> {
    let schema = visit.site.services.declarations.schema();
    let words = &visit.words;
    let all = schema.fields().iter();
    for stage in STAGES {
        let of_stage = |field: &&Field| field.stage.as_deref() == Some(stage);
        let said = words.t(&format!("stage-{stage}"));
        if name == stage {
            return Ok(Asked { title: said, stage: None, fields: all.filter(of_stage).collect() });
        }
        let section = name.strip_prefix(stage).and_then(|rest| rest.strip_prefix('-'));
        if let Some(section) =
            section.filter(|section| schema.sections().iter().any(|known| known == section))
        {
            let fields: Vec<&Field> = all.clone().filter(|field| is_of(field, stage, section)).collect();
            if !fields.is_empty() {
                let title = words.t(&format!("section-{section}"));
                return Ok(Asked { title, stage: Some(said), fields });
            }
        }
    }
    let one = all.clone().find(|field| field.slug() == name);
    let one = one.ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    // A structure is found in the register, or named.
    let fields = match one.kind {
        Kind::Facility => all.filter(|field| field.name.starts_with(&one.name)).collect(),
        _ => vec![one],
    };
    Ok(Asked { title: words.t("complete-one"), stage: None, fields })
}

impl Asked<'_> {
    /// What the page asks, out of what was typed: what was not sent was emptied.
    fn answers(&self, typed: &Typed) -> Typed {
        let given =
            |field: &&Field| (field.name.clone(), typed.get(&field.name).cloned().unwrap_or_default());
        self.fields.iter().map(given).collect()
    }

    async fn show(
        self,
        visit: &Visit,
        typed: &Typed,
        refusals: &[Refusal],
        seen: i64,
        status: StatusCode,
    ) -> Result<Answer, Answer> {
        let words = &visit.words;
        let several = self.fields.len() > 1;
        let where_it_is = self.fields.iter().any(|field| field.kind == Kind::Facility);
        let look_up = if where_it_is { Some(LookUp::of(visit, typed, refusals).await?) } else { None };
        let shown = self.fields.iter().filter(|field| field.kind != Kind::Facility);
        let fields: Vec<FieldView> = shown
            .map(|field| FieldView::new(words, field, typed, refusals, several && look_up.is_none()))
            .collect();
        let errors = refusals.iter().map(|refusal| {
            let name = refusal.field.as_deref().unwrap_or_default();
            let field = fields.iter().find(|field| field.name == name);
            let target = match field {
                Some(field) => field.target(),
                None if name == "facility" => SEARCH,
                None => "",
            };
            (target.to_owned(), refusal_text(words, refusal))
        });
        let page = Complete {
            shell: Shell::new(visit, self.title, "follow"),
            token: forms::token(visit),
            seen,
            stage: self.stage,
            errors: errors.collect(),
            look_up,
            fields,
        };
        Ok(Answer::page(visit, status, &page))
    }
}

async fn last(visit: &Visit, caller: &access::Caller, id: vocabulary::Id) -> Result<(Typed, i64), Answer> {
    let view = visit.site.services.declarations.view(caller, id).await.map_err(|p| visit.problem(p))?;
    let typed = view.answers().map(Answers::typed).unwrap_or_default();
    Ok((typed, i64::try_from(view.versions.len()).unwrap_or(0)))
}

/// `/suivi/completer/{stage}`
pub(crate) async fn complete_form(Path(name): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let (caller, id) = followed(&visit).await?;
    let asked = asked(&visit, &name)?;
    let (typed, seen) = last(&visit, &caller, id).await?;
    asked.show(&visit, &typed, &[], seen, StatusCode::OK).await
}

/// What was completed is a new version, on top of what somebody else saved meanwhile.
pub(crate) async fn complete(Path(name): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (caller, id) = followed(visit).await?;
    let asked = asked(visit, &name)?;
    let mut seen = form.value("vu").parse().unwrap_or(0);
    let mut all = form.typed.clone();
    if !form.value("chercher").is_empty() {
        return asked.show(visit, &all, &[], seen, StatusCode::OK).await;
    }
    if let Some(refusal) = look_up::read_search(visit, &mut all, true).await? {
        return asked.show(visit, &all, &[refusal], seen, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let declarations = &visit.site.services.declarations;
    let mut saved = declarations.amend(&caller, id, &asked.answers(&all), seen).await;
    if matches!(saved, Err(Problem::Refused(Refused::Conflict(_)))) {
        let view = declarations.view(&caller, id).await.map_err(|p| visit.problem(p))?;
        let zone = follow::zone(&view);
        let both;
        (all, both) = versions::together(visit, &view, &asked.fields, (&all, seen), zone);
        seen = i64::try_from(view.versions.len()).unwrap_or(0);
        if !both.is_empty() {
            return asked.show(visit, &all, &both, seen, StatusCode::CONFLICT).await;
        }
        saved = declarations.amend(&caller, id, &asked.answers(&all), seen).await;
    }
    match saved {
        // The list again, where one left it.
        Ok(_) => {
            let place = if asked.stage.is_some() { "completer" } else { "declare" };
            Ok(Answer::redirect(&format!("{}#{place}", visit.href("follow"))))
        }
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            asked.show(visit, &all, &refusals, seen, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        // A third version came in that instant: what was typed stays.
        Err(Problem::Refused(Refused::Conflict(refusal))) => {
            asked.show(visit, &all, &[refusal], seen, StatusCode::CONFLICT).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}
