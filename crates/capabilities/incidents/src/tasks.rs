//! What is to be done: written by somebody, or out of the playbook of the kind of incident.

use access::Caller;
use serde_json::json;
use storage::Unit;
use vocabulary::{Failure, Id, Instant, Problem, Refusal, Refused};

use crate::{
    composing,
    operations::Incidents,
    rules::Playbook,
    store::tasks::{self, Task},
};

/// Tasks of one incident: far more than it needs.
const MOST: usize = 200;

/// Something to do, as somebody writes it.
#[derive(Clone, Debug, Default)]
pub struct NewTask {
    /// Its words.
    pub title: String,
    /// For whom; empty when for anybody.
    pub assignee: String,
    /// Within how many hours; `None` when nothing presses.
    pub hours: Option<i64>,
}

impl Incidents {
    /// Adds the steps of the playbook of an incident that are not there yet: those named, or all. Answers how many.
    pub async fn play(&self, caller: &Caller, id: Id, codes: &[String]) -> Result<usize, Problem> {
        let mut unit = self.desk.store.write().await?;
        let incident = self.held(&mut unit, caller, id).await?;
        let steps = Playbook::of(&incident.kind);
        if codes.iter().any(|code| steps.iter().all(|(step, _)| step != code)) {
            return Err(Refused::invalid(Refusal::new("not-a-choice").at("step")).into());
        }
        let mut added = 0;
        for (code, hours) in steps.iter().filter(|(step, _)| codes.is_empty() || codes.contains(step)) {
            let hours = Some(*hours).filter(|hours| *hours > 0);
            let task = self.task(caller, code.clone(), NewTask { hours, ..NewTask::default() }, None);
            added += usize::from(tasks::insert(&mut unit, id, &task).await?);
        }
        let entry = trail::Entry::new("incident.task-added", "incident", id).with(json!({ "steps": added }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(added)
    }

    /// Notes that something was done, or that it is to be done again.
    pub async fn task_done(&self, caller: &Caller, id: Id, task: Id, done: bool) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        self.held(&mut unit, caller, id).await?;
        if tasks::of(&mut unit, id).await?.iter().all(|found| found.id != task) {
            return Err(Refused::NotFound.into());
        }
        let now = self.desk.now();
        let name = caller.author();
        if !tasks::done(&mut unit, id, task, done.then_some((now, name.as_str()))).await? {
            return Err(Refused::Conflict(Refusal::new("task-changed")).into());
        }
        let action = if done { "incident.task-done" } else { "incident.task-reopened" };
        let entry = trail::Entry::new(action, "incident", id).with(json!({ "task": task }));
        trail::append(&mut unit, caller, now, entry).await?;
        Ok(unit.commit().await?)
    }

    /// Adds a task to an incident that this transaction holds, beside what was written with it.
    pub(crate) async fn add_task(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        id: Id,
        new: NewTask,
        source: Option<Id>,
    ) -> Result<(), Problem> {
        let title = composing::text(&new.title, "text")?;
        let assignee = declarations::rules::clean_text(&new.assignee);
        if assignee.chars().count() > 120 {
            return Err(Refused::invalid(Refusal::new("too-long").at("assignee").with("max", "120")).into());
        }
        if new.hours.is_some_and(|hours| !(1..=8760).contains(&hours)) {
            return Err(Refused::invalid(Refusal::new("not-a-choice").at("due")).into());
        }
        if tasks::of(unit, id).await?.len() >= MOST {
            let refusal = Refusal::new("too-many").at("task").with("max", MOST.to_string());
            return Err(Refused::invalid(refusal).into());
        }
        let task = self.task(caller, String::new(), NewTask { title, assignee, ..new }, source);
        tasks::insert(unit, id, &task).await.map(drop).map_err(Failure::into)
    }

    fn task(&self, caller: &Caller, code: String, new: NewTask, source: Option<Id>) -> Task {
        let now: Instant = self.desk.now();
        Task {
            id: self.desk.id(),
            code,
            title: new.title,
            assignee: new.assignee,
            due: new.hours.map(|hours| now.plus_seconds(hours * 3600)),
            created_at: now,
            created_by: caller.author(),
            done: None,
            source,
        }
    }
}
