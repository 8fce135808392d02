package dev.varve.server;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Begun;
import dev.varve.protocol.Protocol;
import dev.varve.server.http.HttpHandler;
import dev.varve.server.http.LoopThreads;
import dev.varve.server.http.RunsOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Sends each request to whom it concerns: a page by its path, or the protocol. */
final class Routes implements HttpHandler {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Protocol protocol;
  private final Placement placement;
  private final Map<String, Route> pages;
  private final Optional<Route> forms;

  /**
   * Routes.
   *
   * @param pages by path, for GET
   * @param forms for POST of forms, as AWS's query protocol has them
   */
  Routes(Protocol protocol, Placement placement, Map<String, Route> pages, Optional<Route> forms) {
    this.protocol = protocol;
    this.placement = placement;
    this.pages = Map.copyOf(pages);
    this.forms = forms;
  }

  @Override
  public RunsOn place(ApiRequest request) {
    return route(request) == null ? placement.of(request) : RunsOn.OWN_THREAD;
  }

  @Override
  public ApiResponse answer(ApiRequest request) {
    Route route = route(request);
    if (route == null) {
      return protocol.answer(request);
    }
    try {
      return route.answer(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Begun begin(ApiRequest request) {
    return route(request) == null
        ? protocol.begin(request, LoopThreads::left)
        : new Begun.Answered(answer(request));
  }

  /** The route of a request, or null for the protocol. */
  private Route route(ApiRequest request) {
    return switch (request.method()) {
      case "GET" -> pages.get(path(request.uri()));
      case "POST" -> forms.filter(_ -> isForm(request)).orElse(null);
      default -> null;
    };
  }

  private static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  private static boolean isForm(ApiRequest request) {
    String type = request.headers().value("Content-Type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
  }
}
