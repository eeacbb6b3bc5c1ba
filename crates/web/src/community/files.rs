//! Files that come with what one writes: kept as they arrive, tied to it when it is sent, kept beside it when it must be mended.

use ::community::{Community, rules::documents};
use access::Caller;
use axum::{
    extract::{FromRequest, FromRequestParts as _, Multipart, Request, multipart::Field},
    http::{StatusCode, header},
};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{composing::Ground, fail, member};
use crate::{
    answer::{Answer, refusal_text},
    forms::{self, Form, Typed, Unproven},
    site::Site,
    visit::Visit,
};

/// Bytes of all that is typed beside files, and fields, at most.
const WORDS: usize = 256 * 1024;
const FIELDS: usize = 300;

/// A form that may carry files. Those that came are kept, and stand among what was typed as `files`.
pub(crate) struct Posted {
    pub(super) form: Form,
    /// What is wrong with a file that came.
    pub(super) refusals: Vec<Refusal>,
}

impl FromRequest<Site> for Posted {
    type Rejection = Answer;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Answer> {
        if !in_parts(&request) {
            return Ok(Self { form: Form::from_request(request, site).await?, refusals: Vec::new() });
        }
        match read(request, site, true).await? {
            (Unproven { form, genuine: true }, refusals) => {
                member(&form.visit).await?;
                Ok(Self { form, refusals })
            }
            (Unproven { form, genuine: false }, _) => Err(Answer::confirm(&form.visit, &form.typed)),
        }
    }
}

/// Whether a form came in parts, as one does that may carry files.
fn in_parts(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// Reads a form in parts. What comes from elsewhere, from who does not belong, or where files are not to be kept, is not kept; what
/// was typed is there all the same.
async fn read(request: Request, site: &Site, keeps: bool) -> Result<(Unproven, Vec<Refusal>), Answer> {
    let (mut head, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut head, site).await;
    let page = forms::page_of(&head);
    let caller = if keeps { member(&visit).await.ok() } else { None };
    let request = Request::from_parts(head, body);
    let mut parts = Multipart::from_request(request, site).await.map_err(|_| unreadable(&visit))?;
    let mut read =
        Read { visit: &visit, caller: caller.as_ref(), typed: Typed::new(), refusals: Vec::new(), bytes: 0 };
    read.all(&mut parts).await?;
    let Read { typed, refusals, .. } = read;
    Ok((forms::received(site, page, visit, typed)?, refusals))
}

/// What was typed in a form that is not taken now, to be shown again; its files are not kept.
pub(crate) async fn words_only(request: Request, site: &Site) -> Result<Form, Answer> {
    let read = if in_parts(&request) {
        read(request, site, false).await?.0
    } else {
        Unproven::from_request(request, site).await?
    };
    Ok(read.form)
}

fn unreadable(visit: &Visit) -> Answer {
    Answer::refuse(visit, StatusCode::BAD_REQUEST, "form-unreadable")
}

/// What was read of a form until now.
struct Read<'a> {
    visit: &'a Visit,
    caller: Option<&'a Caller>,
    typed: Typed,
    refusals: Vec<Refusal>,
    bytes: usize,
}

impl Read<'_> {
    async fn all(&mut self, parts: &mut Multipart) -> Result<(), Answer> {
        let (visit, mut fields) = (self.visit, 0);
        while let Some(field) = parts.next_field().await.map_err(|_| unreadable(visit))? {
            fields += 1;
            let Some(name) = field.name().map(str::to_owned).filter(|_| fields <= FIELDS) else {
                return Err(unreadable(visit));
            };
            if name != "file" {
                let text = self.text(field).await.ok_or_else(|| unreadable(visit))?;
                self.typed.entry(name).or_default().push(text);
            } else if field.file_name().is_some_and(|name| !name.is_empty()) {
                self.file(field).await?;
            }
        }
        Ok(())
    }

    /// Whether the form comes from a page of ours.
    fn genuine(&self) -> bool {
        let token = self.typed.get("jeton").and_then(|values| values.first()).map_or("", String::as_str);
        forms::same_origin(self.visit) && forms::genuine(self.visit, token)
    }

    /// What was typed in a field; `None` when there is too much of it.
    async fn text(&mut self, mut field: Field<'_>) -> Option<String> {
        let mut text = Vec::new();
        while let Some(chunk) = field.chunk().await.ok()? {
            self.bytes += chunk.len();
            if self.bytes > WORDS {
                return None;
            }
            text.extend_from_slice(&chunk);
        }
        String::from_utf8(text).ok()
    }

    async fn file(&mut self, mut field: Field<'_>) -> Result<(), Answer> {
        let Some(caller) = self.caller.filter(|_| self.genuine()) else {
            // What stands behind it in the form is still read.
            let mut passed = 0;
            while let Some(chunk) = field.chunk().await.map_err(|_| unreadable(self.visit))? {
                passed += chunk.len() as u64;
                if passed > documents::FILE_BYTES {
                    return Err(Answer::refuse(self.visit, StatusCode::PAYLOAD_TOO_LARGE, "form-too-large"));
                }
            }
            return Ok(());
        };
        let kept = self.typed.entry("files".to_owned()).or_default();
        if kept.len() >= documents::FILES {
            let most = documents::FILES.to_string();
            self.refusals.push(Refusal::new("files-many").at("file").with("most", most));
            return Ok(());
        }
        match take(&self.visit.site.services.community, caller, field).await {
            Ok(id) => kept.push(id.to_string()),
            Err(Problem::Refused(Refused::Invalid(wrong))) => self.refusals.extend(wrong),
            Err(problem) => return Err(self.visit.problem(problem)),
        }
        Ok(())
    }
}

/// Takes the bytes of one file. What is cut on its way leaves nothing.
async fn take(community: &Community, caller: &Caller, mut field: Field<'_>) -> Result<Id, Problem> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let mut upload = community.file_begin(caller, &name).await?;
    loop {
        let taken = match field.chunk().await {
            Ok(Some(bytes)) => community.file_bytes(&mut upload, &bytes).await,
            Ok(None) => return community.file_finish(upload).await,
            Err(_) => Err(Refused::invalid(Refusal::new("file-cut").at("file")).into()),
        };
        if let Err(problem) = taken {
            community.file_abandon(upload).await?;
            return Err(problem);
        }
    }
}

/// The files of a form: where one chooses them, and those that came already.
pub(super) struct Files {
    pub(super) hint: String,
    pub(super) error: Option<String>,
    /// Whether several may be chosen.
    pub(super) several: bool,
    /// Those that came: an identity, and words.
    pub(super) kept: Vec<(String, String)>,
    /// The document of which this is a new version.
    pub(super) replaces: Option<(String, String)>,
}

impl Files {
    /// Whether there is something to see.
    pub(super) fn open(&self) -> bool {
        self.error.is_some() || !self.kept.is_empty()
    }
}

/// The files that were chosen.
pub(super) fn chosen(typed: &Typed) -> Result<Vec<Id>, Refused> {
    let ids = typed.get("files").map(Vec::as_slice).unwrap_or_default();
    let wrong = || Refused::invalid(Refusal::new("not-a-choice").at("file"));
    ids.iter().map(|id| Id::parse(id).map_err(|_| wrong())).collect()
}

/// The document of which the file is a new version.
pub(super) fn replaces(typed: &Typed) -> Result<Option<Id>, Refused> {
    match super::composing::value(typed, "replaces") {
        "" => Ok(None),
        id => Ok(Some(Id::parse(id).map_err(|_| Refused::NotFound)?)),
    }
}

/// Names and sizes of the files that came already.
pub(super) async fn kept(
    visit: &Visit,
    caller: &Caller,
    typed: &Typed,
) -> Result<Vec<(String, String)>, Answer> {
    let ids = chosen(typed).unwrap_or_default();
    let waiting = visit.site.services.community.waiting(caller, &ids).await.map_err(fail(visit))?;
    let line = |file: &::community::Waiting| (file.id.to_string(), weighed(visit, &file.name, file.size));
    Ok(waiting.iter().map(line).collect())
}

/// The field where one chooses files, with what is wrong with them.
pub(super) async fn field(
    visit: &Visit,
    caller: &Caller,
    (ground, typed): (&Ground, &Typed),
    refusals: &[Refusal],
) -> Result<Option<Files>, Answer> {
    if ground.report || ground.draft.is_empty() {
        return Ok(None);
    }
    let (words, community) = (&visit.words, &visit.site.services.community);
    let wrong = refusals.iter().find(|refusal| refusal.field.as_deref() == Some("file"));
    let replaces = match replaces(typed) {
        Ok(Some(id)) => {
            let found = community.document(caller, id).await.map_err(fail(visit))?;
            found.versions.into_iter().next().map(|last| (last.family.to_string(), last.title))
        }
        _ => None,
    };
    let most = if replaces.is_some() { 1 } else { documents::FILES };
    Ok(Some(Files {
        hint: words.t2("library-file-hint", "count", most, "max", documents::FILE_BYTES >> 20),
        error: wrong.map(|refusal| refusal_text(words, refusal)),
        several: replaces.is_none(),
        kept: kept(visit, caller, typed).await?,
        replaces,
    }))
}

/// Whether each file can be drawn anew where its mark wants the reader's name on it, tried before it is said.
pub(super) async fn drawable(visit: &Visit, caller: &Caller, typed: &Typed) -> Result<(), Problem> {
    let strict = vocabulary::Tlp::parse(super::composing::value(typed, "tlp"));
    if !strict.is_some_and(documents::named_copy) {
        return Ok(());
    }
    let community = &visit.site.services.community;
    for file in community.waiting(caller, &chosen(typed)?).await? {
        if !file.form.is_empty() {
            let bytes = gathered(community.waiting_bytes(caller, file.id).await?).await?;
            let stamp = super::library::stamp(visit, caller, (&file.name, &file.form), vocabulary::Tlp::Red);
            visit.site.services.typesetter.stamp(&stamp, &bytes).await?;
        }
    }
    Ok(())
}

/// All the bytes of a file, which is bounded.
pub(super) async fn gathered(mut opened: vault::Opened) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(part) = opened.next().await? {
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

/// A name and a size, as one reads them.
pub(super) fn weighed(visit: &Visit, name: &str, size: i64) -> String {
    format!("{name} ({})", visit.words.size(size))
}
