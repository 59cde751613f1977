//! Small components that show and never fetch. Class names are those of `style/README.md`.

mod field;
mod money;
mod notice;
mod picture;

pub use field::{AreaField, Attempt, Field, FieldError, FormErrors, TextField, describe};
pub use money::{Price, UnitPrice};
pub use notice::{Badge, Icon, Notice, Tone};
pub use picture::{Shown, fitting, picture};
