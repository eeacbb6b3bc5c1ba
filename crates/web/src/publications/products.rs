//! `/produits`: all that was published on a product, or on those of a vendor.

use std::collections::BTreeMap;

use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use publications::{Filter, Product};
use vocabulary::Refused;

use super::{
    Entry,
    listing::{Feeds, shell},
    ways,
};
use crate::{
    answer::{Answer, Shell},
    editions::{Reader, Sheet},
    visit::Visit,
};

/// Texts on a page.
const PAGE: i64 = 50;

/// A vendor and its products.
struct Vendor {
    name: String,
    href: String,
    products: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "publications/products.html")]
struct Products<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    vendors: Vec<Vendor>,
}

#[derive(Template)]
#[template(path = "publications/product.html")]
struct One<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    back: (String, String),
    lead: String,
    /// The products of a vendor.
    products: Vec<(String, String)>,
    entries: Vec<Entry>,
    first: Option<String>,
    next: Option<String>,
    feeds: Option<Feeds>,
}

/// The products that a caller may know of, of a vendor or of all.
pub(super) async fn known(visit: &Visit, caller: &Caller, vendor: &str) -> Result<Vec<Product>, Answer> {
    visit.site.services.publications.products(caller, vendor).await.map_err(|problem| visit.problem(problem))
}

/// `/produits`
pub(crate) async fn list(visit: Visit) -> Result<Answer, Answer> {
    let reader = Reader::at(&visit).await?;
    let mut vendors: BTreeMap<String, Vendor> = BTreeMap::new();
    for product in known(&visit, &reader.caller, "").await? {
        let href = visit.href_to("product", &[&product.vendor, &product.product]);
        let vendor = vendors.entry(product.vendor.clone()).or_insert_with(|| Vendor {
            name: product.vendor_name.clone(),
            href: visit.href1("vendor", &product.vendor),
            products: Vec::new(),
        });
        vendor.products.push((href, product.product_name));
    }
    let page = Products {
        shell: shell(&visit, &reader.caller, visit.words.t("page-products"), "products"),
        ways: ways(&visit, "products"),
        vendors: vendors.into_values().collect(),
    };
    let sheet = Sheet::page(&visit, StatusCode::OK, &page)?;
    Ok(reader.answer(&visit, sheet))
}

/// `/produits/{vendor}`
pub(crate) async fn vendor(Path(vendor): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let reader = Reader::at(&visit).await?;
    let found = known(&visit, &reader.caller, &vendor).await?;
    let name = found.first().map(|product| product.vendor_name.clone());
    let name = name.ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    let lead = visit.words.t1("watch-vendor-lead", "name", &name);
    let product = |it: Product| (visit.href_to("product", &[&vendor, &it.product]), it.product_name);
    let products = found.into_iter().map(product).collect();
    let back = (visit.href("products"), visit.words.t("page-products"));
    let filter = Filter { vendor: vendor.clone(), ..Filter::default() };
    let frame = Frame { title: name, lead, back, products, feeds: None };
    one(&visit, &reader, filter, frame).await
}

/// `/produits/{vendor}/{product}`
pub(crate) async fn product(
    Path((vendor, product)): Path<(String, String)>,
    visit: Visit,
) -> Result<Answer, Answer> {
    let reader = Reader::at(&visit).await?;
    let found = known(&visit, &reader.caller, &vendor).await?.into_iter().find(|it| it.product == product);
    let found = found.ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    let name = format!("{} {}", found.vendor_name, found.product_name);
    let lead = visit.words.t1("watch-vendor-lead", "name", &name);
    let back = (visit.href1("vendor", &vendor), found.vendor_name);
    // What others may not know of has no feed.
    let public = known(&visit, &Caller::Nobody, &vendor).await?.iter().any(|it| it.product == product);
    let feeds = public.then(|| Feeds::at(&visit.href_to("product", &[&vendor, &product]), ""));
    let filter = Filter { vendor, product, ..Filter::default() };
    let frame = Frame { title: name, lead, back, products: Vec::new(), feeds };
    one(&visit, &reader, filter, frame).await
}

/// What stands around the texts.
struct Frame {
    title: String,
    lead: String,
    back: (String, String),
    products: Vec<(String, String)>,
    feeds: Option<Feeds>,
}

async fn one(visit: &Visit, reader: &Reader, filter: Filter, frame: Frame) -> Result<Answer, Answer> {
    let after = visit.parameter("after");
    let watch = &visit.site.services.publications;
    let page =
        watch.list(&reader.caller, &filter, &after, PAGE).await.map_err(|problem| visit.problem(problem))?;
    let view = One {
        shell: shell(visit, &reader.caller, frame.title, "products"),
        ways: ways(visit, "products"),
        back: frame.back,
        lead: frame.lead,
        products: frame.products,
        entries: page.items.iter().map(|listed| Entry::new(&visit.words, listed)).collect(),
        first: (!after.is_empty()).then(|| visit.path.clone()),
        next: page.next.map(|next| format!("{}?after={next}", visit.path)),
        feeds: frame.feeds,
    };
    let sheet = Sheet::page(visit, StatusCode::OK, &view)?;
    Ok(reader.answer(visit, sheet))
}
