"""The one tree of errors; every package hangs its own branch under `KeifuError`.

    KeifuError
    ├── OntologyError            ontology/errors.py   a file of the vocabulary or registry is wrong
    │   └── TermError            ontology/rdf.py      a string that is no valid IRI, tag or literal
    ├── ReadError                loaders/errors.py    a source cannot be read
    │   ├── DecodeError                               bytes are no text in a known encoding
    │   ├── LimitError                                larger or deeper than we accept
    │   ├── FormError                                 text, but no form that we know
    │   ├── PrintedDiffers                            an overlay quotes what the source does not say
    │   └── OverlapError                              two corrections of the same characters
    ├── OverlayFileError         loaders/errors.py    a file of corrections or accepted stretches is wrong
    ├── FormFileError            loaders/errors.py    the description of a form breaks a rule
    ├── GraphError               graph/errors.py      a release or a store
    │   ├── ReleaseMissing                            no release in this folder
    │   ├── ReleaseDamaged                            a file does not match its manifest
    │   ├── ArchiveDamaged                            a file is no archive of a release
    │   ├── VerificationFailed                        shapes or checks found violations
    │   ├── BuildBusy, DiskFull                       the folder cannot be written now
    │   ├── RemoteFailed                              a remote endpoint gave no whole answer
    │   │   └── RemoteRefused                         it did not take what was sent
    │   ├── RemoteEmpty, RemoteChanged                it holds no whole release, or another one by now
    │   ├── PushRefused                               a release may not or cannot be sent to it
    │   └── QueryError                                SPARQL that does not parse or may not run
    │       └── QueryRefused                          stopped before any engine sees it
    ├── QuestionError            queries/errors.py    a question cannot be asked
    │   ├── QuestionFileError                         a question file breaks a rule
    │   ├── UnknownQuestion
    │   ├── ParameterError
    │   └── NothingFound
    └── FaceError                keifu/errors.py      a request that no lower package sees
        ├── UsageError
        ├── SourceMissing                             a named path cannot be opened
        ├── ReaderFailed                              a file ended its reader; the others went on
        ├── SameReport                                two texts claim to be one report
        ├── PackageMissing                            an optional package is not installed
        ├── NotExplained                              a reading leaves more unread than is allowed
        ├── RuleBroken                                what a report states breaks a rule of the graph
        └── AmbiguousName                             several things have this name

Errors carry data; sentences for people are made at the edge (`keifu/messages.toml`, `api/problems.toml`).
"""

from __future__ import annotations


class KeifuError(Exception):
    """Root of all errors that Keifu raises on purpose."""


class OntologyError(KeifuError):
    """A file of the ontology or the registry contradicts its own rules."""


class TermError(OntologyError):
    """A string cannot be written as the RDF term it was meant to be."""
