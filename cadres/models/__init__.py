"""The registry: people, their tenures and teams, their dossiers, and the rosters they come by."""

from cadres.models.cases import Correction, Duplicate, Transfer
from cadres.models.dossier import (
    Document,
    DossierClass,
    Education,
    Experience,
    Relative,
    Reward,
)
from cadres.models.files import FileKind, StoredFile
from cadres.models.measures import Measure, MeasureQuerySet
from cadres.models.people import (
    FormerNumber,
    Person,
    PersonQuerySet,
    Sex,
    number_index,
    tail_index,
)
from cadres.models.rosters import (
    MOVES,
    Batch,
    BatchRow,
    BatchStatus,
    ColumnMemory,
    Outcome,
)
from cadres.models.tenures import (
    Began,
    Ended,
    Source,
    Team,
    TeamQuerySet,
    Tenure,
    TenureQuerySet,
)

__all__ = [
    "MOVES", "Batch", "BatchRow", "BatchStatus", "Began", "ColumnMemory", "Correction", "Document",
    "DossierClass", "Duplicate", "Education", "Ended", "Experience", "FileKind", "FormerNumber",
    "Measure", "MeasureQuerySet", "Outcome", "Person", "PersonQuerySet", "Relative", "Reward",
    "Sex", "Source", "StoredFile", "Team", "TeamQuerySet", "Tenure", "TenureQuerySet", "Transfer",
    "number_index", "tail_index",
]  # fmt: skip
