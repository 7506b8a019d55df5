package org.vedfolnir.session.specification;

import java.util.List;

/** The scripts that are compared. */
final class Scripts {

    private static final String UNKNOWN = "0123456789ABCDEF0123456789ABCDEF";

    private Scripts() {}

    static final List<Script> ALL = List.of(
            new Script("a session begins, goes on and is somebody else's no less", run -> run.visit("look", "valid")
                    .visit("session", "new", "names", "valid", "times", "stamp", "encode")
                    .visit("valid", "look", "new", "session", "names", "times", "stamp?", "encode", "idle?")
                    .visit("times", "requested", "stamp?")
                    .anotherVisitor()
                    .visit("look", "encode")
                    .visit("session")
                    .visit("session")),
            new Script("attributes are set, replaced and removed", run -> run.visit("set color red", "get color")
                    .visit("get color", "set color red", "set color blue", "get color", "get none", "names")
                    .visit("remove color", "get color", "remove color", "remove none", "names")
                    .visit("set color red", "set-null color", "names", "set-null none", "nulls")
                    .visit("names")),
            new Script("a list is changed by setting it again", run -> run.visit("put list one", "get list")
                    .visit("get list", "put list two", "get list", "bind-again list")
                    .visit("get list", "names")),
            new Script("values are told that they are bound and unbound", run -> run.visit("bind thing first")
                    .visit("bind-again thing", "get thing")
                    .visit("bind thing second", "bind thing third")
                    .visit("remove thing")
                    .visit("bind thing fourth", "set thing text", "bind thing fifth", "set-null thing")
                    .visit("bind one of-two", "bind two of-two")
                    .visit("invalidate")),
            new Script("values are told of the same value as well where the manager is told to", run -> run.visitOf(
                            "/unchanged", "bind thing first", "bind-again thing", "set color red", "bind-again color")
                    .visitOf("/unchanged", "bind-again thing", "bind-again color", "get thing")
                    .visitOf("/unchanged", "bind-again thing", "invalidate")),
            new Script("a value that changes in place is as it was left", run -> run.visit("bind thing first")
                    .visit("change thing", "get thing")
                    .visit("get thing", "change thing", "bind-again thing")
                    .visit("get thing", "invalidate")),
            new Script("an invalidated session is over at once", run -> run.visit(
                            "set color red", "keep", "invalidate", "each", "look", "valid", "forget", "session", "look")
                    .visit("valid", "session", "names", "set color blue")
                    .visit("keep", "invalidate", "each", "look", "valid", "invalidate", "look")
                    .visit("look", "valid", "session")
                    .visit("invalidate", "session", "set color green", "invalidate", "session", "set color black")
                    .visit("get color", "valid")),
            new Script("an id changes", run -> run.visit("change-id")
                    .visit("set color red", "change-id", "id", "get color", "session")
                    .visit("valid", "id", "get color", "change-id", "change-id", "valid", "look", "set color blue")
                    .visit("id", "get color", "new", "change-id", "invalidate", "look")
                    .visit("look", "change-id")),
            new Script("applications that share a cookie have one id", run -> run.visit("session")
                    .visitOf("/rooted", "look", "id", "set color red", "new")
                    .visitOf("/rooted", "look", "id", "get color", "new", "valid")
                    .visit("look", "id", "get color")
                    .visitOf("/rooted", "change-id", "id", "get color")
                    .visit("look", "id")
                    .visitOf("/rooted", "look", "get color", "invalidate", "session", "id")
                    .visit("look")),
            new Script("an idle timeout is what it was set to", run -> run.visit("idle?", "idle 60", "idle?")
                    .visit("idle?", "idle -1", "idle?")
                    .visit("idle?", "idle 1800")
                    .visit("idle?")),
            new Script("a session expires, and its listeners see what it held", run -> run.visit(
                            "set color red", "bind thing first", "idle 1")
                    .untilBackgroundNotifies("sessionDestroyed")
                    .background()
                    .visit("look", "valid", "requested", "session", "names")),
            new Script("values hear that they are unbound where nobody hears of attributes", run -> run.visitOf(
                            "/quiet", "set color red", "bind thing first", "bind other second")
                    .visitOf("/quiet", "get other", "change other", "bind third third", "invalidate")
                    .visitOf("/quiet", "look")
                    .anotherVisitor()
                    .visitOf("/quiet", "set color red", "bind thing first")
                    .visitOf("/quiet", "invalidate", "look")
                    .anotherVisitor()
                    .visitOf("/quiet", "set color red", "bind thing first", "idle 1")
                    .untilBackgroundNotifies("valueUnbound", 5)
                    .background()
                    .visitOf("/quiet", "look")),
            new Script("ids of nobody open nothing", run -> run.withCookie(UNKNOWN)
                    .visit("look", "valid", "requested", "session")
                    .withCookie("short")
                    .visit("look", "valid", "requested")
                    .withCookie("")
                    .visit("look", "valid", "requested")
                    .withCookie("../../etc/passwd")
                    .visit("look", "valid", "requested")),
            new Script("listeners that throw stop nothing but themselves", run -> run.visit(
                            "set mischief1 attributeAdded Exception",
                            "set mischief2 attributeAdded Error",
                            "get mischief2",
                            "set mischief1 attributeReplaced Exception",
                            "set mischief1 attributeReplaced Error",
                            "set mischief1 none")
                    .visit("names", "set mischief2 attributeRemoved Error", "remove mischief2", "get mischief1")
                    .visit("bind thing valueBound Exception", "bind thing valueBound Error")
                    .visit("bind thing valueUnbound Error", "set thing none", "get thing")
                    .visit("set throw sessionIdChanged Error", "change-id", "id", "get thing")
                    .visit("set throw sessionDestroyed Error", "invalidate", "look")
                    .visit("look")),
            new Script("a session ends although a value throws when it is unbound", run -> run.visit(
                            "set color red", "bind thing valueUnbound Exception")
                    .visit("invalidate", "look")
                    .visit("look")),
            new Script("a page is forwarded to, included, an error or another's", run -> run.visit(
                            "set color red", "include /in", "in=get color", "in=set color blue", "in=new", "get color")
                    .visit("get color", "forward /in", "in=get color", "in=set color green")
                    .visit("get color", "error 418", "in=get color", "in=set color grey")
                    .visit("get color", "fail", "in=get color", "in=user", "in=set color white")
                    .visit("get color", "redirect")
                    .visit("error 418", "in=invalidate", "in=look")
                    .visit("fail", "in=look", "in=session", "in=set color pink")
                    .visit("get color", "log-in")
                    .visit("error 418", "in=user")
                    .visit("fail", "in=user")
                    .visit("async /in", "in=user")
                    .anotherVisitor()
                    .visit("include /in", "in=set color blue", "get color")
                    .visit("get color", "forward /in", "in=invalidate", "in=look")
                    .visit("look")),
            new Script("a redirect carries the id of a client without cookies", run -> run.visit("session", "redirect")
                    .visit("redirect")
                    .anotherVisitor()
                    .visit("redirect")),
            new Script("an asynchronous request goes on with its session", run -> run.visit(
                            "set color red", "async /in?in=get+color&in=set+color+blue&in=new")
                    .visit("get color", "async /in?in=change-id&in=set+color+green")
                    .visit("get color", "async /in?in=invalidate")
                    .visit("look")),
            new Script("another application has a session of the same id", run -> run.visit(
                            "set color red", "include-of /other /in?in=session&in=set+color+blue", "get color")
                    .visit("get color", "include-of /other /in?in=get+color&in=new&in=session")
                    .visit("forward-to /other /in?in=get+color&in=set+color+green&in=names")
                    .visit("include-of /other /in?in=get+color&in=invalidate", "get color")
                    .visit("include-of /other /in?in=look", "get color")),
            new Script("a distributable application may not keep what cannot travel", run -> run.visitOf(
                            "/distributable", "put thing unserializable", "get thing", "put list ok", "names")
                    .visitOf("/distributable", "names", "set color red")
                    .visitOf("/distributable", "get color")),
            new Script("the container's own login", run -> run.visit("user", "log-in", "user", "session")
                    .visit("user", "look", "log-out", "user", "look")
                    .visit("user", "look")));
}
