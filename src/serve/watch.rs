//! Waits for somebody to save a file. In: the project's folder. Out: a message
//! for each burst of changes to something that the site is made of. What
//! changed is not said: `source` looks for itself.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// An editor writes a file in several steps; this long after the last one it
/// is done.
const QUIET: Duration = Duration::from_millis(20);

/// A burst longer than this many pauses is built without waiting for its end.
const PATIENCE: usize = 25;

/// Folders of a project that hold what the site is made of.
const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// What wakes the build loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    /// A file was saved, made, renamed or removed.
    Changed,
    /// So was one of the folders that are watched: it must be watched anew.
    FolderChanged,
    /// The server should end.
    Stop,
}

/// Watches a project.
pub(super) struct Watch {
    place: Place,
    watcher: Box<dyn Watcher>,
}

/// What is watched.
#[derive(Debug, Clone)]
struct Place {
    root: Utf8PathBuf,
    widgets: Option<Utf8PathBuf>,
}

impl Watch {
    /// Starts to watch the project at `root` and the folder of the widget
    /// bundle; sends a message for each change.
    pub(super) fn start(
        root: &Utf8Path,
        widgets: Option<&Utf8Path>,
        sender: Sender<Message>,
    ) -> notify::Result<Self> {
        // The system names changed files by their real path.
        let real = |path: &Utf8Path| path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned());
        let place = Place { root: real(root), widgets: widgets.map(real) };
        let filter = place.clone();
        let handler = move |event: notify::Result<Event>| {
            if let Some(message) = filter.message(&event) {
                // The receiver is gone when the server ends.
                let _ = sender.send(message);
            }
        };
        let mut watch = Self { watcher: watcher(handler)?, place };
        watch.arm()?;
        Ok(watch)
    }

    /// Watches every folder that is there. Not the whole project: `target` and
    /// `node_modules` may hold tens of thousands of folders.
    pub(super) fn arm(&mut self) -> notify::Result<()> {
        let Place { root, widgets } = &self.place;
        self.watcher.watch(root.as_std_path(), RecursiveMode::NonRecursive)?;
        for folder in FOLDERS.map(|name| root.join(name)).iter().filter(|folder| folder.is_dir()) {
            self.watcher.watch(folder.as_std_path(), RecursiveMode::Recursive)?;
        }
        for folder in widgets.iter().flat_map(|widgets| [Some(widgets.as_path()), widgets.parent()]).flatten()
        {
            if folder.is_dir() && folder != root {
                self.watcher.watch(folder.as_std_path(), RecursiveMode::NonRecursive)?;
            }
        }
        Ok(())
    }
}

/// The system's own notifications, or looking around twice a second.
fn watcher(
    handler: impl Fn(notify::Result<Event>) + Send + Clone + 'static,
) -> notify::Result<Box<dyn Watcher>> {
    match RecommendedWatcher::new(handler.clone(), Config::default()) {
        Ok(watcher) => Ok(Box::new(watcher)),
        Err(_) => {
            let config = Config::default().with_poll_interval(Duration::from_millis(500));
            Ok(Box::new(PollWatcher::new(handler, config)?))
        }
    }
}

/// Waits for a message and then until the burst that it starts is over.
pub(super) fn next_burst(receiver: &Receiver<Message>) -> Message {
    let Ok(mut message) = receiver.recv() else {
        return Message::Stop;
    };
    for _ in 0..PATIENCE {
        match receiver.recv_timeout(QUIET) {
            _ if message == Message::Stop => return message,
            Ok(Message::Changed) => {}
            Ok(other) => message = other,
            Err(RecvTimeoutError::Timeout) => return message,
            Err(RecvTimeoutError::Disconnected) => return Message::Stop,
        }
    }
    message
}

impl Place {
    fn message(&self, event: &notify::Result<Event>) -> Option<Message> {
        let Ok(event) = event else {
            // A watch was lost; look again.
            return Some(Message::FolderChanged);
        };
        if event.need_rescan() {
            return Some(Message::FolderChanged);
        }
        let is_change = match event.kind {
            // Reading is no change; the build itself reads everything.
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        let messages = event.paths.iter().filter_map(|path| self.of_path(path));
        is_change.then(|| messages.max_by_key(|message| *message == Message::FolderChanged)).flatten()
    }

    /// What a change of this path means; `None` for what is no source.
    fn of_path(&self, path: &Path) -> Option<Message> {
        let path = Utf8Path::from_path(path)?;
        if let Some(rest) = self.widgets.as_ref().and_then(|widgets| path.strip_prefix(widgets).ok()) {
            return Some(if rest.as_str().is_empty() { Message::FolderChanged } else { Message::Changed });
        }
        let below = path.strip_prefix(&self.root).ok()?;
        let mut steps = below.components().map(|step| step.as_str());
        let first = steps.next()?;
        let rest: Vec<&str> = steps.collect();
        if first == crate::config::FILE_NAME {
            return Some(Message::Changed);
        }
        if !FOLDERS.contains(&first) || rest.iter().any(|step| is_scratch(step)) {
            return None;
        }
        Some(if rest.is_empty() { Message::FolderChanged } else { Message::Changed })
    }
}

/// Hidden files, backups and editors' temporary files: never part of a site.
fn is_scratch(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc;

    use notify::event::{CreateKind, DataChange, Flag, ModifyKind, RenameMode};

    use super::*;

    fn place() -> Place {
        Place { root: "/p".into(), widgets: Some("/p/target/widgets".into()) }
    }

    fn message(kind: EventKind, path: &str) -> Option<Message> {
        place().message(&Ok(Event::new(kind).add_path(path.into())))
    }

    #[test]
    fn sources_count_and_nothing_else() {
        let saved = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        for path in ["/p/content/a.md", "/p/content/ecs/b.md", "/p/static/css/x.css", "/p/studydeck.toml"] {
            assert_eq!(message(saved, path), Some(Message::Changed), "{path}");
        }
        assert_eq!(message(saved, "/p/target/widgets/widgets_bg.wasm"), Some(Message::Changed));
        let others = [
            "/p/dist/index.html",
            "/p/.dist.staging/x",
            "/p/.studydeck/cache/x",
            "/p/target/debug",
            "/p/README.md",
        ];
        let scratch = ["/p/content/.a.md.swp", "/p/content/a.md~", "/p/content/#a.md#", "/p/content/.git/x"];
        for path in others.into_iter().chain(scratch) {
            assert_eq!(message(saved, path), None, "{path}");
        }
    }

    #[test]
    fn a_save_by_rename_counts_and_reading_does_not() {
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        let event =
            Event::new(renamed).add_path("/p/content/.a.md.tmp".into()).add_path("/p/content/a.md".into());
        assert_eq!(place().message(&Ok(event)), Some(Message::Changed));
        let read = EventKind::Access(AccessKind::Close(AccessMode::Read));
        assert_eq!(message(read, "/p/content/a.md"), None);
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(message(written, "/p/content/a.md"), Some(Message::Changed));
    }

    #[test]
    fn a_new_folder_is_watched_anew_and_lost_events_too() {
        let made = EventKind::Create(CreateKind::Folder);
        assert_eq!(message(made, "/p/content"), Some(Message::FolderChanged));
        assert_eq!(message(made, "/p/target/widgets"), Some(Message::FolderChanged));
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(place().message(&Ok(lost)), Some(Message::FolderChanged));
    }

    #[test]
    fn one_burst_is_one_build() {
        let (sender, receiver) = mpsc::channel();
        for message in [Message::Changed, Message::FolderChanged, Message::Changed] {
            sender.send(message).unwrap();
        }
        assert_eq!(next_burst(&receiver), Message::FolderChanged);
        sender.send(Message::Changed).unwrap();
        sender.send(Message::Stop).unwrap();
        assert_eq!(next_burst(&receiver), Message::Stop);
        drop(sender);
        assert_eq!(next_burst(&receiver), Message::Stop);
    }

    #[test]
    fn the_disk_is_really_watched() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        let (sender, receiver) = mpsc::channel();
        let mut watch = Watch::start(&root, None, sender).unwrap();

        fs::create_dir(root.join("content")).unwrap();
        assert_eq!(receiver.recv().unwrap(), Message::FolderChanged);
        watch.arm().unwrap();

        let wait_for_change = || while receiver.recv().unwrap() != Message::Changed {};
        fs::write(root.join("content/.a.tmp"), "text").unwrap();
        fs::rename(root.join("content/.a.tmp"), root.join("content/a.md")).unwrap();
        wait_for_change();
        fs::create_dir(root.join("content/new")).unwrap();
        wait_for_change();
    }
}
