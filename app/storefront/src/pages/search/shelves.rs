//! In which categories the results are, around the chosen one: one click goes back to the one above, aside to one beside it, or on into one
//! below. Each is counted as if no category had been chosen.

use super::address::Address;
use app_kit::components::Icon;
use app_kit::format::counted;
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::account::Language;
use market::discovery::{Facets, Tree};

/// A category, and how many of the results are in it or below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    slug: String,
    name: String,
    count: u64,
    is_here: bool,
}

/// The categories around the chosen one. Where none is chosen, all that there is lies below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    above: Vec<Shelf>,
    /// With the chosen one among them.
    beside: Vec<Shelf>,
    below: Vec<Shelf>,
}

impl Around {
    /// Around the category of a path. Only those that have anything are told, beside what is chosen and what is above it.
    pub fn of(path: Option<&str>, tree: &Tree, facets: &Facets, lang: Language) -> Self {
        let here = path.and_then(|path| path.rsplit('/').next()).and_then(|slug| tree.find(slug));
        let within =
            |path: &str, name: &str| name.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let count = |path: &str| -> u64 {
            let inside = facets.categories.iter().filter(|(name, _)| within(path, name));
            inside.map(|(_, count)| count).sum()
        };
        let shelves = tree.all().iter().map(|category| {
            let is_here = here.is_some_and(|here| here.id == category.id);
            let (slug, name) = (category.slug.clone(), category.name(lang).to_owned());
            (category, Shelf { slug, name, count: count(&category.path), is_here })
        });
        let mut around = Self::default();
        for (category, shelf) in shelves {
            let is_above = here.is_some_and(|here| !shelf.is_here && within(&category.path, &here.path));
            let has_any = shelf.count > 0 || shelf.is_here;
            if is_above {
                around.above.push(shelf);
            } else if has_any && here.is_some_and(|here| here.parent == category.parent) {
                around.beside.push(shelf);
            } else if has_any && category.parent == here.map(|here| here.id) {
                around.below.push(shelf);
            }
        }
        // The tree has its own order; the way up goes from the root down.
        around.above.sort_by_key(|shelf| tree.find(&shelf.slug).map(|category| category.path.len()));
        around
    }
}

#[component]
pub fn Categories(around: Around, address: Address, is_at_least: bool) -> AnyView {
    let lang = lang();
    let link = |shelf: Shelf| {
        let label = counted(&shelf.name, shelf.count, is_at_least, lang);
        let current = shelf.is_here.then_some("true");
        view! { <li><a class="btn btn-small" href=address.within(Some(&shelf.slug)) aria-current=current>{label}</a></li> }
    };
    let links = |shelves: Vec<Shelf>| shelves.into_iter().map(&link).collect_view();
    let Around { above, beside, below } = around;
    let back = address.category.is_some().then(|| {
        let all = address.within(None);
        view! {
            <ul class="row">
                <li><a class="btn btn-small" href=all><Icon name="back"/>{lang.say("All categories", "全部分类")}</a></li>
                {links(above)}
            </ul>
        }
    });
    let beside = (!beside.is_empty()).then(|| view! { <ul class="row">{links(beside)}</ul> });
    let below = (!below.is_empty()).then(|| view! { <ul class="row">{links(below)}</ul> });
    view! {
        <nav class="stack" aria-label=lang.say("Categories of the results", "结果的分类")>{back}{beside}{below}</nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::catalog::{Category, CategoryId, Spoiling};
    use market::kernel::Timestamp;

    /// A tree of these paths, parents first.
    fn tree(paths: &[&str]) -> Tree {
        let mut categories: Vec<Category> = Vec::new();
        for path in paths.iter().copied() {
            let (above, slug) = path.rsplit_once('/').unwrap_or(("", path));
            let parent = categories.iter().find(|category| category.path == above).map(|category| category.id);
            let slug = slug.to_owned();
            let id = CategoryId::mint(Timestamp::from_millis(0));
            let (name_en, name_zh, path) = (slug.clone(), slug.clone(), path.to_owned());
            categories.push(Category { id, parent, slug, name_en, name_zh, path, spoiling: Spoiling::ByListing });
        }
        Tree::new(categories)
    }

    /// What is told of some shelves: `slug 3`, with a star where the reader is.
    fn told(shelves: &[Shelf]) -> Vec<String> {
        let star = |shelf: &Shelf| if shelf.is_here { "*" } else { "" };
        shelves.iter().map(|shelf| format!("{} {}{}", shelf.slug, shelf.count, star(shelf))).collect()
    }

    #[test]
    fn whoever_chose_a_category_sees_what_is_above_beside_and_below_it() {
        let tree =
            tree(&["food", "food/meat", "food/meat/ham", "food/meat/sausage", "food/fish", "food/foodstuff", "tea", "craft"]);
        let facets = Facets {
            categories: [("food/meat", 1), ("food/meat/ham", 3), ("food/meat/sausage", 2), ("food/fish", 4), ("tea", 5)]
                .map(|(path, count)| (path.to_owned(), count))
                .to_vec(),
            ..Facets::default()
        };
        let around = |path: Option<&str>| {
            let Around { above, beside, below } = Around::of(path, &tree, &facets, Language::En);
            [told(&above), told(&beside), told(&below)].map(|shelves| shelves.join(", "))
        };
        assert_eq!(around(None), ["", "", "food 10, tea 5"]);
        assert_eq!(around(Some("food")), ["", "food 10*, tea 5", "meat 6, fish 4"]);
        assert_eq!(around(Some("food/meat")), ["food 10", "meat 6*, fish 4", "ham 3, sausage 2"]);
        assert_eq!(around(Some("food/meat/ham")), ["food 10, meat 6", "ham 3*, sausage 2", ""]);
        assert_eq!(around(Some("craft")), ["", "food 10, tea 5, craft 0*", ""], "what is chosen, though nothing is there");
        assert_eq!(around(Some("gone")), ["", "", "food 10, tea 5"]);
    }
}
