/* :name = Glossary service :description = Shows the terms of the current segment, asked from a glossary service
 *
 * In the window: in the folder entry_activated of OmegaT's scripts it runs with every segment that is entered, anywhere
 * else from Tools > Scripting or by a key. Its pane has the terms in the order of the text; a click on a translation
 * types it into the segment, a click on a concept's number opens its page.
 * With --mode=console-translate --script=...: prints a line of tab-separated values for every term of the project.
 *
 * The source text of the segment goes to the service and nowhere else. Read by OmegaT 3.6 and later.
 */
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import groovy.transform.Field
import java.awt.Desktop
import javax.swing.JEditorPane
import javax.swing.SwingUtilities
import javax.swing.event.HyperlinkEvent
import org.omegat.gui.main.DockableScrollPane

@Field String address = System.getProperty("glossary.url") ?: System.getenv("GLOSSARY_URL") ?: "http://127.0.0.1:8000"
@Field String service = address.replaceAll('/+$', "")
@Field String languages = ""  // "zh en"; empty: those of the project
@Field int batch = 500        // segments asked for at once

/** The matches of each segment, in order; raises IOException with the service's own words when it refuses. */
List annotate(List<String> segments, String source, String target) {
    def connection = new URL("$service/api/v1/annotate").openConnection()
    connection.connectTimeout = 3000
    connection.readTimeout = 15000
    connection.doOutput = true
    connection.setRequestProperty("Content-Type", "application/json")
    def question = JsonOutput.toJson([segments: segments, source: source, target: target])
    connection.outputStream.withStream { it.write(question.getBytes("UTF-8")) }
    if (connection.responseCode != 200) {
        def said = connection.errorStream?.getText("UTF-8") ?: ""
        def isProblem = connection.contentType?.startsWith("application/problem+json")
        throw new IOException(isProblem ? new JsonSlurper().parseText(said).detail : "HTTP $connection.responseCode")
    }
    new JsonSlurper().parseText(connection.inputStream.getText("UTF-8")).segments*.matches
}

String language(tag) { tag.languageCode.toLowerCase() }

String html(text) { text.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") }

boolean isUsable(term) { term.status in ["preferred", "admitted"] }

/** One line a term: the same name is shown once. */
String page(List matches) {
    def lines = matches.unique(false) { [it.text, it.concept] }.collect { match ->
        def mark = isUsable(match) ? "" : " <i>(${html(match.status)})</i>"
        def targets = match.targets.findAll { isUsable(it) }*.text.collect { html(it) }.collect { "<a href=\"type:$it\">$it</a>" }
        "<p><b>${html(match.text)}</b>$mark <a href=\"$service/concepts/${html(match.concept)}\">${html(match.concept)}</a><br>" +
            (targets ? targets.join("; ") : "—") + "</p>"
    }
    lines ? lines.join("") : "<p>—</p>"
}

/** The pane in OmegaT's window, made the first time. */
JEditorPane pane() {
    def root = mainWindow.applicationFrame.rootPane
    def shown = root.getClientProperty("glossary.service")
    if (shown == null) {
        shown = new JEditorPane("text/html", "")
        shown.editable = false
        shown.putClientProperty(JEditorPane.HONOR_DISPLAY_PROPERTIES, true)
        shown.font = mainWindow.applicationFont
        shown.addHyperlinkListener { event ->
            if (event.eventType != HyperlinkEvent.EventType.ACTIVATED) return
            if (event.description.startsWith("type:")) editor.insertText(event.description.substring(5))
            else Desktop.desktop.browse(new URI(event.description))
        }
        mainWindow.addDockable(new DockableScrollPane("GLOSSARY_SERVICE", "Glossary service", shown, true))
        root.putClientProperty("glossary.service", shown)
    }
    shown
}

/** The whole project, once it is loaded, for want of a window. */
void printAll(String source, String target) {
    def out = new PrintStream(System.out, true, "UTF-8")
    project.allEntries.collate(batch).each { entries ->
        [entries, annotate(entries*.srcText, source, target)].transpose().each { entry, matches ->
            matches.each { match ->
                def targets = match.targets.findAll { isUsable(it) }*.text.join("; ")
                def place = [entry.entryNum(), match.start, match.end]
                out.println((place + [match.text, targets, match.status, match.concept]).join("\t"))
            }
        }
    }
}

def chosen = languages.tokenize()
def source = chosen ? chosen[0] : language(project.projectProperties.sourceLanguage)
def target = chosen ? chosen[1] : language(project.projectProperties.targetLanguage)

if (mainWindow.getClass().simpleName == "ConsoleWindow") {
    if (eventType.toString() == "LOAD") {
        try {
            printAll(source, target)
        } catch (IOException error) {
            System.err.println("$service: $error.message")
        }
    }
    return
}

def entry = binding.hasVariable("newEntry") ? newEntry : editor.currentEntry
if (entry == null) return
Thread.start {  // the window does not wait for the network
    def text
    try {
        text = page(annotate([entry.srcText], source, target)[0])
    } catch (IOException error) {
        text = "<p>${html(service)}: ${html(error.message)}</p>"
    }
    SwingUtilities.invokeLater {
        if (editor.currentEntry?.entryNum() == entry.entryNum()) {  // not if another segment has been entered meanwhile
            pane().text = text
            pane().caretPosition = 0
        }
    }
}
null
