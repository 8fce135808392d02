package dev.varve.tools.sql;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.partiql.Script;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/**
 * Reads statements from a user and carries them out, until the input ends: with a line editor, a
 * history that outlives it, and completion by the tab key. A statement goes on over lines until its
 * semicolon. One that is refused tells why, and the next may come. For one thread.
 */
public final class SqlConsole {
  private static final String PROMPT = "varve> ";
  private static final String FURTHER = "   ... ";
  private static final String HELP =
      """
      A statement ends with a semicolon. The tab key completes names and keywords.
        .tables        the names of all tables
        .help          this
        .exit, Ctrl-D  the end
      """;

  private final SqlSession session;
  private final LineReader reader;
  private final PrintWriter out;

  /**
   * A console.
   *
   * @param terminal stays the caller's
   * @param history where lines are kept; empty to keep none
   */
  public SqlConsole(SqlSession session, Terminal terminal, Optional<Path> history) {
    this.session = session;
    this.out = terminal.writer();
    Completions completions = new Completions(session);
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("varve")
            .parser(SqlConsole::parsed)
            .completer((_, line, candidates) -> complete(completions, line, candidates))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, FURTHER)
            // An exclamation mark is part of a comparison.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    this.reader = builder.build();
  }

  /** Goes on until the input ends. */
  public void run() throws IOException {
    while (true) {
      try {
        String line = reader.readLine(PROMPT).strip();
        if (line.equals(".exit")) {
          return;
        }
        answer(line);
      } catch (UserInterruptException forgotten) {
        out.println(); // what was begun is dropped, as in other shells
      } catch (EndOfFileException end) {
        return;
      }
    }
  }

  private void answer(String line) throws IOException {
    try {
      switch (line) {
        case ".help" -> out.print(HELP);
        case ".tables" -> session.tables().forEach(out::println);
        default -> {
          if (line.startsWith(".")) {
            out.println("There is no " + line + "; .help tells what there is.");
          } else {
            session.runAll(line);
          }
        }
      }
    } catch (DynamoException refused) {
      out.println(refused.errorName() + ": " + refused.getMessage());
    } catch (EndpointException refused) {
      out.println(refused.getMessage());
    }
    out.flush();
  }

  private static void complete(
      Completions completions, ParsedLine line, List<Candidate> candidates) {
    String before = line.line().substring(0, line.cursor() - line.wordCursor());
    String word = line.word().substring(0, line.wordCursor());
    try {
      for (String completion : completions.of(before, word, line.line())) {
        candidates.add(
            new Candidate(
                completion, completion, null, null, null, null, !completion.endsWith("(")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line with the word at its cursor, or a sign that it is to go on. */
  private static ParsedLine parsed(String line, int cursor, Parser.ParseContext context) {
    if (context == Parser.ParseContext.ACCEPT_LINE
        && !line.strip().startsWith(".")
        && !Script.of(line).isWhole()) {
      throw new EOFError(-1, -1, "the statement has no semicolon yet");
    }
    int start = cursor;
    while (start > 0 && isWordPart(line.charAt(start - 1))) {
      start--;
    }
    int end = cursor;
    while (end < line.length() && isWordPart(line.charAt(end))) {
      end++;
    }
    return new Word(line, cursor, line.substring(start, end), cursor - start);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '"' || c == '-';
  }

  /** What the line editor wants to know of a line. */
  private record Word(String line, int cursor, String word, int wordCursor)
      implements CompletingParsedLine {
    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }

    /** Names come with the quotes that they need. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor;
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }
  }
}
