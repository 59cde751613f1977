//! Province, city, area, town: four selects that fill each other. The server draws them as far as something was chosen, with a
//! button that goes on; the browser fetches a province's places when they are wanted, and then needs no button.

use app_kit::browser::fetch_json;
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use serde::{Deserialize, Serialize};

/// The fields' names, from the largest division to the smallest.
pub const LEVELS: [&str; 4] = ["province", "city", "area", "town"];

/// What can be chosen at each level, and what was.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RegionChoice {
    /// Code and name of what can be chosen; empty where the level above was not chosen.
    pub options: [Vec<(String, String)>; 4],
    /// The chosen codes; empty where none was.
    pub chosen: [String; 4],
}

/// The words of the island, in the reader's language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PickerWords {
    /// The levels' labels.
    pub labels: [String; 4],
    /// Stands in a select where nothing was chosen.
    pub choose: String,
    /// The button that shows the next level.
    pub go_on: String,
    /// What is wrong with the choice.
    pub error: Option<String>,
}

/// A place with what lies below it.
#[derive(Clone)]
struct Place {
    code: String,
    name: String,
    below: Vec<Place>,
}

#[derive(Clone, Copy)]
struct Level {
    options: RwSignal<Vec<(String, String)>>,
    chosen: RwSignal<String>,
}

#[derive(Clone, Copy)]
struct Picker {
    levels: [Level; 4],
    /// The province that was fetched last, with all its places.
    fetched: RwSignal<Option<Place>>,
    /// Whether the button is needed: without WebAssembly, and where a province could not be fetched.
    is_plain: RwSignal<bool>,
}

/// The four selects. `path` is where the form posts to when the button is pressed.
#[island]
pub fn RegionPicker(choice: RegionChoice, words: PickerWords, path: String) -> impl IntoView {
    let RegionChoice { options, chosen } = choice;
    let mut starts = options.into_iter().zip(chosen);
    let levels = std::array::from_fn(|_| {
        let (options, chosen) = starts.next().unwrap_or_default();
        Level { options: RwSignal::new(options), chosen: RwSignal::new(chosen) }
    });
    let picker = Picker { levels, fetched: RwSignal::new(None), is_plain: RwSignal::new(true) };
    Effect::new(move |_| picker.is_plain.set(false));
    let error = words.error.clone();
    let wrong = error.is_some();
    let fields = LEVELS
        .into_iter()
        .zip(words.labels)
        .zip(levels)
        .enumerate()
        .map(|(position, ((name, label), level))| {
            let first = words.choose.clone();
            let choices = move || {
                let chosen = level.chosen.get_untracked();
                level
                    .options
                    .get()
                    .into_iter()
                    .map(|(code, name)| {
                        let selected = code == chosen;
                        view! { <option value=code selected=selected>{name}</option> }
                    })
                    .collect_view()
            };
            view! {
                <div class="field" hidden=move || level.options.with(Vec::is_empty)>
                    <label for=name>{label}</label>
                    <select id=name name=name aria-invalid=wrong.then_some("true") aria-describedby=wrong.then_some("regions-error")
                        on:change=move |event| picker.choose(position, event_target_value(&event))>
                        <option value="">{first}</option>
                        <Choices choices/>
                    </select>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="fields">
            {fields}
            {error.map(|error| view! { <p class="error" id="regions-error"><span>{error}</span></p> })}
            <p hidden=move || !picker.is_plain.get()>
                <button class="btn" name="then" value="region" formaction=format!("{path}#regions") formnovalidate=true>{words.go_on}</button>
            </p>
        </div>
    }
}

#[component]
fn Choices<V: IntoView + 'static>(choices: impl Fn() -> V + Send + 'static) -> impl IntoView {
    choices
}

impl Picker {
    fn choose(self, position: usize, code: String) {
        for (index, level) in self.levels.iter().enumerate().skip(position) {
            level.chosen.set(if index == position { code.clone() } else { String::new() });
            if index > position {
                level.options.set(Vec::new());
            }
        }
        if code.is_empty() {
            return;
        }
        spawn_local(async move {
            match self.province().await {
                Some(province) => self.fill_below(&province, position),
                None => self.is_plain.set(true),
            }
        });
    }

    /// The chosen province with its places, fetched once.
    async fn province(self) -> Option<Place> {
        let code = self.levels.first().map(|level| level.chosen.get_untracked())?;
        let kept = self.fetched.get_untracked();
        if let Some(kept) = kept.filter(|kept| kept.code == code) {
            return Some(kept);
        }
        let below = places(&fetch_json(&format!("/regions/{code}.json")).await?)?;
        let province = Place { code, name: String::new(), below };
        self.fetched.set(Some(province.clone()));
        Some(province)
    }

    /// Fills the levels below `position` from what is chosen by now: the answer may come after another choice. Where there is one
    /// place only, it is chosen.
    fn fill_below(self, province: &Place, position: usize) {
        let mut above = province;
        for (index, level) in self.levels.iter().enumerate() {
            let chosen = level.chosen.get_untracked();
            if index == 0 {
                if chosen != province.code {
                    return;
                }
                continue;
            }
            if index > position {
                let single = if let [only] = above.below.as_slice() { only.code.clone() } else { String::new() };
                level.chosen.set(single);
                level.options.set(above.below.iter().map(|place| (place.code.clone(), place.name.clone())).collect());
            }
            let chosen = level.chosen.get_untracked();
            let Some(next) = above.below.iter().find(|place| place.code == chosen) else { return };
            above = next;
        }
    }
}

/// Reads `[[code, name, [[code, name, …], …]], …]`.
fn places(list: &JsValue) -> Option<Vec<Place>> {
    let list: &Array = list.dyn_ref()?;
    list.iter()
        .map(|entry| {
            let entry: Array = entry.dyn_into().ok()?;
            let below = entry.get(2);
            Some(Place {
                code: entry.get(0).as_string()?,
                name: entry.get(1).as_string()?,
                below: if below.is_undefined() { Vec::new() } else { places(&below)? },
            })
        })
        .collect()
}
